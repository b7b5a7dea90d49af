using CsCheck;
using GunMane.MapApi.Tiles;

namespace GunMane.MapApi.Tests.Tiles;

/// <summary>Tiles taken apart and put together: no byte changes, no layer is lost but those left out.</summary>
public sealed class TileLayersTests
{
    // Layers as message Layer has them: version, name, and some bytes of features.
    private static readonly Gen<byte[]> Layer = Gen.Select(Gen.Int[0, 9], Gen.Byte.Array[0, 300], Gen.Bool).Select((number, rest, versionFirst) => Encoded($"layer{number}", rest, versionFirst));
    private static readonly Gen<byte[]> Tile = Layer.List[0, 4].Select(layers => layers.SelectMany(layer => layer).ToArray());

    [Fact]
    public void Apart_and_together_again_is_the_same() => Tile.Sample(tile => TileLayers.Join([.. TileLayers.Split(tile).Select(layer => layer.Bytes)]).SequenceEqual(tile));

    [Fact]
    public void Together_has_the_layers_of_all_in_their_order() => Tile.List[0, 4].Sample(tiles =>
        TileLayers.Split(TileLayers.Join(tiles)).Select(layer => (layer.Name, Convert.ToHexString(layer.Bytes)))
            .SequenceEqual(tiles.SelectMany(TileLayers.Split).Select(layer => (layer.Name, Convert.ToHexString(layer.Bytes)))));

    [Fact]
    public void Without_a_layer_all_others_are_as_they_were() => Tile.Sample(tile =>
        TileLayers.Split(TileLayers.Without(tile, "layer3")).Select(layer => layer.Name).SequenceEqual(TileLayers.Split(tile).Select(layer => layer.Name).Where(name => name != "layer3")));

    [Fact]
    public void Within_a_number_of_bytes_the_largest_are_left_out_and_no_more_than_must() => Gen.Select(Gen.Int[0, 3].SelectMany(count => Distinct(count)), Gen.Int[0, 1500]).Sample((tiles, most) =>
    {
        var kept = TileLayers.Within(tiles, most);
        var (before, after) = (tiles.SelectMany(TileLayers.Split).ToList(), kept.SelectMany(TileLayers.Split).ToList());
        var gone = before.ExceptBy(after.Select(layer => layer.Name), layer => layer.Name).OrderBy(layer => layer.Bytes.Length).ToList();
        return TileLayers.Bytes(kept) <= most && kept.Count == tiles.Count
            && (gone.Count == 0 || (TileLayers.Bytes(kept) + gone[0].Bytes.Length > most && after.All(layer => layer.Bytes.Length <= gone[0].Bytes.Length)));
    });

    [Theory]
    [InlineData("1A0578")] // ends too early
    [InlineData("0A0178")] // another field
    [InlineData("1A027801")] // no name
    [InlineData("1AFFFFFFFFFFFFFFFFFFFF01")] // no length
    public void What_is_no_tile_is_refused(string hex) => Assert.ThrowsAny<Exception>(() => TileLayers.Split(Convert.FromHexString(hex)));

    // Each layer once, as tiles of several layers have them.
    private static Gen<IReadOnlyList<byte[]>> Distinct(int tiles) => Gen.Byte.Array[0, 300].Array[2 * tiles].Select(rests => (IReadOnlyList<byte[]>)[.. Enumerable.Range(0, tiles)
        .Select(tile => Encoded($"a{tile}", rests[2 * tile], false).Concat(Encoded($"b{tile}", rests[(2 * tile) + 1], true)).ToArray())]);

    private static byte[] Encoded(string name, byte[] rest, bool versionFirst)
    {
        byte[] version = [0x78, 2], text = [0x0A, (byte)name.Length, .. name.Select(letter => (byte)letter)], features = [0x12, .. Varint(rest.Length), .. rest];
        byte[] body = versionFirst ? [.. version, .. features, .. text] : [.. text, .. features, .. version];
        return [0x1A, .. Varint(body.Length), .. body];
    }

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)((value & 0x7F) | 0x80), .. Varint(value >> 7)];
}
