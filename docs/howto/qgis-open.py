"""Opens collections of an OGC API – Features service in QGIS, as a map view does, and tells what QGIS read.

usage: /usr/bin/python3 qgis-open.py URL COLLECTION… [--bbox WEST,SOUTH,EAST,NORTH] [--where "study_area = 'model'"] [--page-size N] [--dump FILE]

URL is the landing page, e.g. http://127.0.0.1:5080/ogc. With --bbox only features of that view are asked for (degrees, as the canvas does with
"only request features overlapping the view extent"); without it all of them. --where is a QGIS expression on the layer's fields, --page-size what the
layer's dialog calls so. --dump writes every feature read (those that meet the view) as a line of JSON: values, geometry.
Writes one line of JSON: provider, QGIS version, features, extent, geometry types, fields, seconds to open, to read, and both.
Needs QGIS 3.22 or newer with its Python (Debian: apt-get install python3-qgis); no screen.
"""
import argparse
import collections
import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")

from qgis.core import Qgis, QgsApplication, QgsDataSourceUri, QgsFeatureRequest, QgsRectangle, QgsVectorLayer, QgsWkbTypes  # noqa: E402


def uri(url, collection, in_view, where, page_size):
    """What the layer's dialog would write."""
    source = QgsDataSourceUri()
    source.setParam("url", url)
    source.setParam("typename", collection)
    source.setParam("pagingEnabled", "true")
    if page_size:
        source.setParam("pageSize", str(page_size))
    if in_view:
        source.setParam("restrictToRequestBBOX", "1")
    if where:
        source.setParam("filter", where)
    return source.uri(False)


def plain(value):
    """A value as JSON has it."""
    if value is None or value.__class__.__name__ == "QVariant":
        return None
    if isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return value.toString("yyyy-MM-dd") if value.__class__.__name__ == "QDate" else value.toString(1)


def opened(arguments, collection):
    """The layer of a collection."""
    layer = QgsVectorLayer(uri(arguments.url, collection, bool(arguments.bbox), arguments.where, arguments.page_size), collection, "OAPIF")
    if not layer.isValid():
        sys.exit(f"QGIS can't open {collection} of {arguments.url}: {layer.error().summary()}")
    return layer


def line(feature):
    """A feature as a line of JSON."""
    values = {field.name(): plain(value) for field, value in zip(feature.fields(), feature.attributes())}
    return json.dumps({"values": values, "geometry": feature.geometry().asWkt(7) if feature.hasGeometry() else None}, ensure_ascii=False) + "\n"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("url")
    parser.add_argument("collections", nargs="+")
    parser.add_argument("--bbox", type=lambda text: [float(edge) for edge in text.split(",")])
    parser.add_argument("--where")
    parser.add_argument("--page-size", type=int)
    parser.add_argument("--dump")
    arguments = parser.parse_args()
    application = QgsApplication([], False)
    application.initQgis()
    view = QgsRectangle(*arguments.bbox) if arguments.bbox else None
    request = QgsFeatureRequest().setFilterRect(view) if view else QgsFeatureRequest()
    started = time.perf_counter()
    layers = [opened(arguments, collection) for collection in arguments.collections]
    opening = time.perf_counter() - started
    features = [feature for layer in layers for feature in layer.getFeatures(request)]
    seconds = time.perf_counter() - started
    extent = QgsRectangle()
    extent.setMinimal()
    types = collections.Counter()
    for feature in features:
        types[QgsWkbTypes.displayString(feature.geometry().wkbType()) if feature.hasGeometry() else "none"] += 1
        if feature.hasGeometry():
            extent.combineExtentWith(feature.geometry().boundingBox())
    if arguments.dump:
        with open(arguments.dump, "w", encoding="utf-8") as dump:
            # QGIS hands out what it has kept whose box meets the view.
            dump.writelines(line(feature) for feature in features if not view or feature.geometry().intersects(view))
    print(json.dumps({
        "qgis": Qgis.QGIS_VERSION, "provider": layers[0].dataProvider().name(), "crs": layers[0].crs().authid(), "features": len(features),
        "extent": None if extent.isNull() else [round(edge, 7) for edge in (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())],
        "geometries": dict(sorted(types.items())), "fields": {field.name(): field.typeName() for field in layers[0].fields()},
        "secondsToOpen": round(opening, 3), "secondsToRead": round(seconds - opening, 3), "seconds": round(seconds, 3),
    }, ensure_ascii=False))
    sys.stdout.flush()
    del features, layers, request
    application.exitQgis()


if __name__ == "__main__":
    main()
