using GunMane.MapApi.Http;
using Microsoft.AspNetCore.Http;

namespace GunMane.MapApi.Tests.Http;

/// <summary>The header Prefer as RFC 7240 writes it.</summary>
public sealed class PreferencesTests
{
    [Theory]
    [InlineData("", 0, null)]
    [InlineData("handling=lenient", 2, null)]
    [InlineData("HANDLING = \"strict\" ; why=\"a;b\"", 1, null)]
    [InlineData("return=minimal, handling=strict, handling=lenient", 1, "minimal")]
    [InlineData("respond-async, wait=10; x, return=representation", 0, "representation")]
    [InlineData("handling=kind, return=all", 0, null)]
    [InlineData("handling, return", 0, null)]
    [InlineData(",,=;=,", 0, null)]
    public void What_is_known_is_read_and_the_first_counts(string header, int handling, string? wanted)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["Prefer"] = header;
        var read = Preferences.Read(context);
        Assert.Equal(((Handling)handling, wanted), (read.Handling, read.Return));
    }

    [Fact]
    public void Several_headers_are_one()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["Prefer"] = new(["return=representation", "handling=strict"]);
        Assert.Equal(new Preferences(Handling.Strict, "representation"), Preferences.Read(context));
    }
}
