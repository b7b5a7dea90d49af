using GunMane.Spatial.Contractors;

namespace GunMane.Spatial.Tests.Contractors;

public sealed class JointVentureTests
{
    [Theory]
    [InlineData("見本・試験特定建設工事共同企業体", "見本 試験")]
    [InlineData("見本・試験・例示 設備ＪＶ", "見本 試験 例示")]
    [InlineData("見本建設・試験土木経常建設共同企業体", "見本建設 試験土木")]
    [InlineData("見本、試験", "見本 試験")]
    [InlineData("見本組/試験組", "見本組 試験組")]
    [InlineData("（株）見本建設・（有）試験土木特定建設工事共同企業体", "見本建設 試験土木")]
    [InlineData("代表者 見本建設(株) 構成員 試験土木(有)", "見本建設 試験土木")]
    [InlineData("代表者：（株）見本建設、構成員：（株）試験土木、例示造園（株）", "見本建設 試験土木 例示造園")]
    [InlineData("浜辺市地域維持型業務共同企業体", "")]
    [InlineData("見本経常建設共同企業体", "")]
    [InlineData("(株)見本", "")]
    public void Members_are_read_leader_first(string raw, string members)
    {
        var read = JointVenture.Members(raw);
        Assert.Equal(members, string.Join(' ', read.Select(member => member.Name.Core)));
        Assert.Equal(read.Select((_, at) => at == 0), read.Select(member => member.Leader));
    }

    [Theory]
    [InlineData("見本・試験特定建設工事共同企業体 60:40", 0.6, 0.4)]
    [InlineData("見本建設60%・試験土木40%特定建設工事共同企業体", 0.6, 0.4)]
    [InlineData("見本建設(70)・試験土木(30)共同企業体", 0.7, 0.3)]
    [InlineData("見本・試験共同企業体", null, null)]
    public void Shares_are_read_where_written(string raw, double? first, double? second) =>
        Assert.Equal([first, second], JointVenture.Members(raw).Select(member => member.Share));
}
