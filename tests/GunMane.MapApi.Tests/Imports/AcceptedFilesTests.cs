using System.Text.RegularExpressions;
using GunMane.Spatial.Import.Readers;
using GunMane.TestKit;

namespace GunMane.MapApi.Tests.Imports;

/// <summary>The page offers the files that the service takes.</summary>
public sealed partial class AcceptedFilesTests
{
    [Fact]
    public void The_file_chooser_and_the_service_name_the_same_endings()
    {
        var offered = Ending().Matches(File.ReadAllText(Checkout.At("web", "js", "core", "files.js"))).Select(match => match.Groups[1].Value);
        Assert.Equal(FileSet.Accepted.Order(), offered.Order());
    }

    [GeneratedRegex(@"'(\.[a-z]+)'")]
    private static partial Regex Ending();
}
