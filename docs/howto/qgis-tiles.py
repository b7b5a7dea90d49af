"""Draws vector tiles in QGIS as a map view does, from one or several connections, and tells what QGIS asked for and drew.

usage: /usr/bin/python3 qgis-tiles.py --view WEST,SOUTH,EAST,NORTH [--size WIDTHxHEIGHT] [--image FILE] --connection TILES STYLE [--connection TILES STYLE …]

TILES and STYLE are what "New Generic Connection" calls URL and style URL, e.g. 'http://127.0.0.1:5080/tiles/all/{z}/{x}/{y}.mvt?area=model' and
'http://127.0.0.1:5080/styles/all.json?area=model'. The view is in degrees. The last connection is on top. --image keeps the picture.
Writes one line of JSON: QGIS version, zooms of the tiles, requests (tiles, styles, answers that were 204), seconds from the first request to the picture,
and for each layer of the tiles how many pixels of the picture QGIS draws when it draws that layer alone.
Needs QGIS 3.22 or newer with its Python (Debian: apt-get install python3-qgis); no screen.
"""
import argparse
import json
import os
import sys
import tempfile
import time
import urllib.parse

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")

from qgis.core import (  # noqa: E402
    Qgis, QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsMapRendererParallelJob, QgsMapSettings, QgsNetworkAccessManager,
    QgsProject, QgsRectangle, QgsVectorTileBasicRenderer, QgsVectorTileLayer)
from qgis.PyQt.QtCore import QEventLoop, QSize, Qt  # noqa: E402
from qgis.PyQt.QtNetwork import QNetworkRequest  # noqa: E402

MOST_ZOOM = 16
WHITE = 0xFFFFFFFF


class Requests:
    """What QGIS fetches, from whichever of its threads."""

    def __init__(self):
        self.tiles, self.others, self.empty, self.zooms = 0, 0, 0, set()
        QgsNetworkAccessManager.instance().finished.connect(self.add)

    def add(self, reply):
        status = reply.attribute(QNetworkRequest.HttpStatusCodeAttribute)
        if reply.request().url().path().endswith(".mvt"):
            self.tiles += 1
            self.zooms.add(int(reply.request().url().path().split("/")[-3]))
            self.empty += status == 204
        else:
            self.others += 1


def opened(tiles, style):
    """The layer of a connection, with the style that its address gives."""
    quoted = {name: urllib.parse.quote(value, safe=":/?") for name, value in {"url": tiles, "styleUrl": style}.items()}
    layer = QgsVectorTileLayer(f"type=xyz&url={quoted['url']}&styleUrl={quoted['styleUrl']}&zmin=0&zmax={MOST_ZOOM}", tiles)
    if not layer.isValid():
        sys.exit(f"QGIS can't open {tiles}")
    message, done = layer.loadDefaultStyle()
    if not done:
        sys.exit(f"QGIS can't read the style {style}: {message}")
    return layer


def drawn(layers, view, size):
    """The picture of layers, the last on top."""
    settings = QgsMapSettings()
    settings.setLayers(list(reversed(layers)))
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(view)
    settings.setOutputSize(size)
    settings.setBackgroundColor(Qt.white)
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec_()
    return job.renderedImage()


def pixels(image):
    """How many pixels are not background."""
    return sum(image.pixel(x, y) != WHITE for x in range(image.width()) for y in range(image.height()))


def by_layer(layer, view, size):
    """For each layer of the tiles: pixels of its picture alone."""
    styles = layer.renderer().styles()
    counts = {}
    for name in dict.fromkeys(style.layerName() for style in styles):
        renderer = QgsVectorTileBasicRenderer()
        renderer.setStyles([style for style in styles if style.layerName() == name])
        alone = layer.clone()
        alone.setRenderer(renderer)
        counts[name] = pixels(drawn([alone], view, size))
    return counts


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--view", required=True, type=lambda text: [float(edge) for edge in text.split(",")])
    parser.add_argument("--size", default="1280x800", type=lambda text: QSize(*(int(side) for side in text.split("x"))))
    parser.add_argument("--image")
    parser.add_argument("--connection", required=True, action="append", nargs=2, metavar=("TILES", "STYLE"))
    arguments = parser.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    # A QGIS that has seen nothing yet.
    QgsNetworkAccessManager.instance().cache().setCacheDirectory(tempfile.mkdtemp(prefix="qgis-tiles-"))
    requests = Requests()
    started = time.perf_counter()
    layers = [opened(*connection) for connection in arguments.connection]
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    view = QgsCoordinateTransform(crs, layers[0].crs(), QgsProject.instance()).transformBoundingBox(QgsRectangle(*arguments.view))
    image = drawn(layers, view, arguments.size)
    seconds = time.perf_counter() - started
    zooms = sorted(requests.zooms)
    asked = {"tiles": requests.tiles, "empty": requests.empty, "styles": requests.others}
    if arguments.image:
        image.save(arguments.image)
    counts = [by_layer(layer, view, arguments.size) for layer in layers]
    print(json.dumps({
        "qgis": Qgis.QGIS_VERSION, "connections": len(layers), "zooms": zooms,
        "requests": asked, "seconds": round(seconds, 3), "pixels": pixels(image), "pixelsByLayer": {name: count for one in counts for name, count in one.items()},
    }, ensure_ascii=False))
    sys.stdout.flush()
    del layers
    application.exitQgis()


if __name__ == "__main__":
    main()
