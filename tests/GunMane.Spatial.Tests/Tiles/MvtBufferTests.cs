using CsCheck;
using GunMane.Spatial.Tiles;

namespace GunMane.Spatial.Tests.Tiles;

/// <summary>Numbers are written as protocol buffers write them: seven bits to a byte, the lowest first, the highest bit set where more follow.</summary>
public sealed class MvtBufferTests
{
    private static readonly Gen<uint> Numbers = Gen.Select(Gen.UInt, Gen.Int[0, 31]).Select((value, shift) => value >> shift);

    [Theory]
    [InlineData(0u, new byte[] { 0 })]
    [InlineData(127u, new byte[] { 127 })]
    [InlineData(128u, new byte[] { 128, 1 })]
    [InlineData(16_383u, new byte[] { 255, 127 })]
    [InlineData(16_384u, new byte[] { 128, 128, 1 })]
    [InlineData(uint.MaxValue, new byte[] { 255, 255, 255, 255, 15 })]
    public void A_number_has_these_bytes(uint value, byte[] expected)
    {
        var to = new byte[8];
        Assert.Equal(expected, to[..MvtBuffer.Varint(to, 0, value)]);
    }

    [Fact]
    public void Either_way_of_writing_gives_the_same_and_its_size_is_known() => Numbers.Array[0, 40].Sample(numbers =>
    {
        var (one, other, at) = (new MvtBuffer(), new byte[(numbers.Length * MvtBuffer.LongestVarint) + 1], 0);
        foreach (var number in numbers)
        {
            one.Varint(number);
            var end = MvtBuffer.Varint(other, at, number);
            Assert.Equal(MvtBuffer.Size(number), end - at);
            at = end;
        }

        Assert.Equal(one.Written.ToArray(), other[..at]);
    });
}
