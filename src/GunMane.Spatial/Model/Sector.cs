namespace GunMane.Spatial.Model;

/// <summary>Sector (分野) of an asset. Stored and served by its lower-case key.</summary>
public enum Sector : byte
{
    Road, Bridge, Tunnel, River, Park, Sewer, Water, Slope, Lighting, Building, Harbour, Other,
}

/// <summary>Keys and Japanese names of the sectors.</summary>
public static class Sectors
{
    private static readonly string[] KeysByValue =
        ["road", "bridge", "tunnel", "river", "park", "sewer", "water", "slope", "lighting", "building", "harbour", "other"];

    private static readonly string[] NamesByValue =
        ["道路", "橋梁", "トンネル", "河川", "公園", "下水道", "上水道", "法面", "照明", "建築物", "港湾", "その他"];

    /// <summary>All keys, in the order of <see cref="Sector"/>.</summary>
    public static IReadOnlyList<string> Keys => KeysByValue;

    /// <summary>The key that API and database use.</summary>
    public static string Key(this Sector sector) => KeysByValue[(int)sector];

    /// <summary>The Japanese name that screens and sentences use.</summary>
    public static string JapaneseName(this Sector sector) => NamesByValue[(int)sector];

    /// <summary>Finds a sector by key or Japanese name; false if there is none.</summary>
    public static bool TryParse(string? text, out Sector sector)
    {
        var index = Array.FindIndex(KeysByValue, key => string.Equals(key, text, StringComparison.OrdinalIgnoreCase));
        if (index < 0) index = Array.IndexOf(NamesByValue, text);
        sector = (Sector)Math.Max(index, 0);
        return index >= 0;
    }
}
