using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace GunMane.MapApi.Http;

/// <summary>The files of the page.</summary>
internal static class Site
{
    // 'unsafe-inline' nowhere; background tiles come from 国土地理院 only.
    private const string ContentSecurity =
        "default-src 'self'; img-src 'self' data: blob: https://cyberjapandata.gsi.go.jp; worker-src 'self' blob:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Serves web/ with index.html at the root; every file is asked for again by its ETag.</summary>
    public static void UseSite(this WebApplication app, string folder)
    {
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentSecurity;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            return next(context);
        });
        var files = new PhysicalFileProvider(Path.GetFullPath(folder));
        var types = new FileExtensionContentTypeProvider { Mappings = { [".geojson"] = "application/geo+json" } };
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = types,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
