using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace GunMane.MapApi.Http;

/// <summary>Brotli or gzip for what compresses: JSON, scripts, styles. Vector tiles are kept compressed (Tiles/TileCache).</summary>
internal static class Compression
{
    private static readonly string[] Types =
    [
        "text/html", "text/css", "text/javascript", "text/plain", "text/csv", "application/json", "application/problem+json", "application/geo+json",
        "application/schema+json", "application/vnd.oai.openapi+json", "application/octet-stream",
        "application/x-ndjson", "image/svg+xml",
    ];

    public static void AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = Types;
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }
}
