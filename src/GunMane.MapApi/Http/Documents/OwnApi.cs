using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace GunMane.MapApi.Http.Documents;

/// <summary>The OpenAPI document of our own resources at /api/openapi.json and a page to read it at /api/docs, which loads nothing from elsewhere.</summary>
internal static partial class OwnApi
{
    /// <summary>Where the page is.</summary>
    public const string Page = "/api/docs";

    private const string Document = "/api/openapi.json";
    private const string ProblemType = "application/problem+json";
    private const string Problem = "Problem";
    private static readonly string[] Rooms = ["api/", "tiles/", "styles/", "health/"];

    // The page sets its own styles and starts itself by a script of its own; nothing may come from, or go to, elsewhere.
    private const string PageSecurity = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void AddOwnApi(this IServiceCollection services) => services.AddOpenApi("own", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => Rooms.Any(room => description.RelativePath?.StartsWith(room, StringComparison.Ordinal) == true);
        options.AddOperationTransformer(DescribeAsync);
        options.AddDocumentTransformer(FinishAsync);
    });

    public static void MapOwnApi(this IEndpointRouteBuilder app)
    {
        app.MapGet(Document, AnswerAsync).ExcludeFromDescription();
        app.MapScalarApiReference(Page, options =>
        {
            options.Title = "群マネ API";
            options.OpenApiRoutePattern = Document;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ProxyUrl = null;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
            options.DisableAgent().DisableMcp();
        }).TakesWhatItChecks().AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = PageSecurity;
            return next(context);
        });
    }

    private static async Task AnswerAsync(HttpContext context, [FromKeyedServices("own")] IOpenApiDocumentProvider provider, CancellationToken cancellation)
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellation);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation), cancellation);
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var key = $"{context.Description.HttpMethod} /{context.Description.RelativePath?.TrimEnd('/')}";
        var described = OwnOperations.All.GetValueOrDefault(key);
        operation.Summary = described is null ? null : $"{described.Ja} ({described.En})";
        operation.OperationId = Name(key);
        operation.Parameters ??= [];
        foreach (var name in Taken(context.Description.ActionDescriptor.EndpointMetadata, key))
        {
            if (operation.Parameters.OfType<OpenApiParameter>().Any(one => one.Name == name)) continue;
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema() });
        }

        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            if (parameter.In == ParameterLocation.Query) Describe(parameter, key);
            else parameter.Description = OwnOperations.PathParameters.GetValueOrDefault(parameter.Name!);
        }

        if (described?.Body is { } body && operation.RequestBody is null) operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Content(body, new OpenApiSchema { Type = JsonSchemaType.Object }) };
        if (described?.Type is { } type && operation.Responses?.GetValueOrDefault("200") is OpenApiResponse { Content: null or { Count: 0 } } ok) ok.Content = Content(type, new OpenApiSchema());
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Taken(IList<object> metadata, string key) => key switch
    {
        "GET /tiles/{layer}/{z}/{x}/{y}.mvt" => ["area", "run", "scenario"],
        _ => metadata.OfType<TakenParameters>().LastOrDefault()?.Names ?? [],
    };

    private static void Describe(OpenApiParameter parameter, string key)
    {
        var (text, type) = OwnOperations.Parameters.GetValueOrDefault(parameter.Name!);
        parameter.Description = text;
        parameter.Schema = type switch
        {
            "integer" => new OpenApiSchema { Type = JsonSchemaType.Integer },
            "boolean" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            "uuid" => new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        };
        if (parameter.Name == "format" && parameter.Schema is OpenApiSchema schema)
            schema.Enum = key.EndsWith("/members", StringComparison.Ordinal) ? ["csv", "jsonl"] : ["json", "csv"];
    }

    private static Task FinishAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "群マネ API", Version = "1", Description = "OGC API は /ogc/api にある。(OGC APIs are described at /ogc/api.) Errors are ProblemDetails; parameter names what is wrong." };
        document.Servers = [];
        // What the framework groups by are names of our classes; a reader wants those of resources.
        document.Tags = new HashSet<OpenApiTag>();
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[Problem] = ProblemSchema();
        foreach (var operation in document.Paths.SelectMany(path => path.Value.Operations ?? []).Select(one => one.Value))
        {
            operation.Responses ??= [];
            var tag = operation.Tags?.FirstOrDefault()?.Name?.Replace("Endpoints", "", StringComparison.Ordinal) ?? "Other";
            document.Tags.Add(new OpenApiTag { Name = tag });
            operation.Tags = new HashSet<OpenApiTagReference> { new(tag, document) };
            if (operation.Parameters?.Count > 0 || operation.RequestBody is not null) Refuse("400", "入力の誤り。parameter がその名前 (refused, names the parameter)");
            if (operation.Parameters?.Any(one => one.In == ParameterLocation.Path) == true) Refuse("404", "ない (not found)");
            if (operation.RequestBody is not null) Refuse("409", "いまの状態と合わない (conflict)");
            if (operation.OperationId is "postScenariosIdEdits" or "postScenariosIdUndo" or "postScenariosIdRedo") Refuse("412", "ほかの人の変更が先 (another edit was quicker; has both versions)");
            Refuse("503", "データベースが使えない、または混んでいる。Retry-After の後に (the database is away or busy; after Retry-After)");
            Refuse("default", "誤り (error)");

            void Refuse(string status, string text) => operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = text, Content = Content(ProblemType, new OpenApiSchemaReference(Problem, document)),
            });
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema()
    {
        OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Description = "ProblemDetails (RFC 9457)",
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text(), ["title"] = Text(), ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer }, ["detail"] = Text(), ["parameter"] = Text(), ["traceId"] = Text(),
            },
        };
    }

    // One media type or several, by commas.
    private static Dictionary<string, OpenApiMediaType> Content(string types, IOpenApiSchema schema) => types.Split(',').ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema });

    // GET /api/areas/{code}/runs → getAreasCodeRuns
    private static string Name(string key)
    {
        var words = Words().Matches(key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Select(word => word.Value).Where(word => word != "api");
        return key[..key.IndexOf(' ', StringComparison.Ordinal)].ToLowerInvariant() + string.Concat(words.Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
    }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Words();
}
