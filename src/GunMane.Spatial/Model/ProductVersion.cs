namespace GunMane.Spatial.Model;

/// <summary>Version of the product; stored with what it makes.</summary>
public static class ProductVersion
{
    /// <summary>Major, minor and patch, e.g. <c>0.1.0</c>.</summary>
    public static string Current { get; } = typeof(ProductVersion).Assembly.GetName().Version!.ToString(3);
}
