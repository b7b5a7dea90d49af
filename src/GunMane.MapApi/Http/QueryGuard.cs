using GunMane.Spatial.Model;

namespace GunMane.MapApi.Http;

/// <summary>The query parameters that a route takes. A route without this takes none.</summary>
/// <param name="Names">Their names; null: the handler checks them itself by <see cref="QueryGuard.RefuseUnknown"/>.</param>
public sealed record TakenParameters(IReadOnlyList<string>? Names);

/// <summary>Refuses query parameters that a route does not know, by name, and ones given twice.</summary>
public sealed class QueryGuard(RequestDelegate next)
{
    /// <summary>Refuses what the matched route does not take.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint)
        {
            var taken = endpoint.Metadata.GetMetadata<TakenParameters>();
            if (taken is not { Names: null }) RefuseUnknown(context.Request.Query, taken?.Names ?? []);
        }

        return next(context);
    }

    /// <summary>Refuses parameters that are not among the names.</summary>
    /// <exception cref="GunManeException">One is unknown or given twice (BadInput, names it).</exception>
    public static void RefuseUnknown(IQueryCollection query, IReadOnlyCollection<string> names)
    {
        foreach (var (name, values) in query)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
                throw new GunManeException(Refusal.BadInput, $"パラメーター「{name}」はありません。使えるもの: {(names.Count == 0 ? "なし" : string.Join(", ", names))}。"
                    + $"(Unknown parameter {name}.)", name);
            if (values.Count > 1)
                throw new GunManeException(Refusal.BadInput, $"パラメーター「{name}」が{values.Count}回あります。1回だけ書いてください。(Give {name} once.)", name);
        }
    }
}

/// <summary>Declares the query parameters of a route.</summary>
public static class QueryGuardExtensions
{
    /// <summary>The route takes these query parameters; any other is refused.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder builder, params string[] names) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new TakenParameters(names));

    /// <summary>The handler knows only at run time which parameters it takes, and refuses the others itself.</summary>
    public static TBuilder TakesWhatItChecks<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new TakenParameters((IReadOnlyList<string>?)null));
}
