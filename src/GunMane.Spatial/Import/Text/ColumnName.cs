using System.Text.RegularExpressions;

namespace GunMane.Spatial.Import.Text;

/// <summary>
/// A column's name taken apart: 延長（km） is 延長 in km, 契約金額（税抜・千円） is 契約金額 in thousands of yen without tax.
/// A bracket that says anything else belongs to the name: 経度（10進）.
/// </summary>
/// <param name="Name">The name without unit and tax, folded (<see cref="Plain.Tight"/>).</param>
/// <param name="Units">The units that it states.</param>
/// <param name="TaxIncluded">Whether tax is in, where the name says.</param>
/// <param name="PriceKind">Which price it holds, where the name says (<see cref="Money.PriceKind"/>).</param>
public sealed partial record ColumnName(string Name, IReadOnlyList<string> Units, bool? TaxIncluded, string? PriceKind)
{
    /// <summary>Takes a name apart.</summary>
    public static ColumnName Parse(string column)
    {
        var plain = Plain.Tight(column);
        var (price, tax) = (Money.PriceKind(plain), Money.Tax(plain));
        var match = UnitPattern().Match(plain);
        if (!match.Success) return new(plain, [], tax, price);
        var words = match.Groups["unit"].Value.Split(['・', '、', ',', '/', ';'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && Array.TrueForAll(words, word => Quantities.IsUnit(word) || Money.Tax(word) is not null)
            ? new(match.Groups["name"].Value, [.. words.Where(Quantities.IsUnit)], tax, price)
            : new(plain, [], tax, price);
    }

    /// <summary>What one is in the stored unit: 1000 for a length under 延長（km）; 1 where no unit of the quantity is stated.</summary>
    public decimal Scale(Quantity quantity) => Units.Select(unit => Quantities.Factor(quantity, unit)).FirstOrDefault(factor => factor is not null) ?? 1;

    [GeneratedRegex("^(?<name>.+?)(?:[(\\[〔【](?:単位[:=]?)?(?<unit>[^()\\[\\]〔〕【】]+)[)\\]〕】]|_(?<unit>m2|m|km|ha|円|千円|税込|税抜))$")]
    private static partial Regex UnitPattern();
}
