using CsCheck;
using GunMane.Spatial.Tiles;

namespace GunMane.Spatial.Tests.Tiles;

public sealed class KnownTextsTests
{
    [Fact]
    public void A_text_keeps_its_value_until_all_are_forgotten()
    {
        var known = new KnownTexts();
        Gen.Int[0, 3000].Array[0, 2000].Sample(texts =>
        {
            lock (known)
            {
                known.Clear();
                var expected = new Dictionary<int, int>();
                foreach (var text in texts)
                {
                    ref var value = ref known.At(text);
                    if (!expected.TryGetValue(text, out var before)) Assert.Equal(-1, value);
                    else Assert.Equal(before, value);
                    if (value < 0) expected[text] = value = expected.Count;
                }
            }
        }, iter: 300);
    }

    [Fact]
    public void Numbers_come_in_ascending_order_close_together_or_far_apart()
    {
        var order = new AscendingOrder();
        Gen.OneOf(Gen.Int[0, 400], Gen.Int[5_000_000, 5_000_900], Gen.Int[0, int.MaxValue]).HashSet[0, 300].Sample(numbers =>
        {
            var sorted = numbers.ToList();
            lock (order) order.Sort(sorted);
            Assert.Equal(numbers.Order(), sorted);
        }, iter: 2000);
    }

    [Fact]
    public void A_point_written_at_once_has_the_bytes_of_any_feature() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 100_000].Array[0, 4], Gen.Int[-64, 4160], Gen.Int[-64, 4160]).Sample((id, values, x, y) =>
        {
            int[] tags = [.. values.SelectMany((value, key) => new[] { key, value })];
            var (one, other, drawn) = (new MvtLayer(), new MvtLayer(), new MvtBuffer());
            foreach (var layer in (MvtLayer[])[one, other]) layer.Begin("assets", ["a", "b", "c", "d"]);
            drawn.Varint((1 << 3) | 1);
            drawn.Signed(x);
            drawn.Signed(y);
            one.Add(id, tags, TilePart.Point, drawn);
            other.AddPoint(id, tags, x, y);
            Assert.Equal(one.ToTile(), other.ToTile());
        });
}
