using GunMane.ModelRegion.Ledger;

namespace GunMane.ModelRegion.Trade;

/// <summary>One order, let or failed. Yen include tax.</summary>
public sealed class Contract
{
    /// <summary>契約番号, given at the end in the order of opening.</summary>
    public string Number { get; set; } = "";

    /// <summary>発注者コード.</summary>
    public required string Orderer { get; init; }

    /// <summary>所管課.</summary>
    public required string Department { get; init; }

    /// <summary>件名.</summary>
    public required string Title { get; init; }

    /// <summary>分野.</summary>
    public required string Sector { get; init; }

    /// <summary>業務種別.</summary>
    public required string Kind { get; init; }

    /// <summary>入札方式.</summary>
    public required string Method { get; init; }

    /// <summary>応札者数.</summary>
    public required int Bidders { get; init; }

    /// <summary>結果: 落札, 不調 or 不落.</summary>
    public required string Outcome { get; init; }

    /// <summary>契約額, null where nobody won.</summary>
    public long? Price { get; init; }

    /// <summary>予定価格.</summary>
    public required long Ceiling { get; init; }

    /// <summary>開札日.</summary>
    public required DateOnly Opened { get; init; }

    /// <summary>履行開始日.</summary>
    public required DateOnly Starts { get; init; }

    /// <summary>履行終了日.</summary>
    public required DateOnly Ends { get; init; }

    /// <summary>Who won.</summary>
    public Firm? Firm { get; init; }

    /// <summary>The winner as the tender result spells it.</summary>
    public string? FirmName { get; init; }

    /// <summary>False where the number of the firm is left out and only the name tells.</summary>
    public bool FirmNumbered { get; init; }

    /// <summary>Assets worked on; empty where the order does not name them.</summary>
    public required IReadOnlyList<Asset> Assets { get; init; }

    /// <summary>Fiscal year in which the work starts: orders for a whole year are opened in the March before.</summary>
    public int FiscalYear => Starts.Month >= 4 ? Starts.Year : Starts.Year - 1;
}
