using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Import.Readers;
using GunMane.Spatial.Model;

namespace GunMane.Spatial.Import;

/// <summary>
/// What a planner says about the files of a folder that they don't tell themselves: whose they are, what they hold, how they
/// are read, which are no data. A JSON file; also the sections of the report. See docs/reference/import.md.
/// </summary>
public sealed record ImportPlan
{
    /// <summary>Name of a plan that is found by itself at the top of an imported folder.</summary>
    public const string FileName = "gunmane-plan.json";

    /// <summary>Title of the report.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the report says before its sections.</summary>
    public string About { get; init; } = "";

    /// <summary>Sections of the report with the files that belong to them.</summary>
    public required IReadOnlyList<PlanSection> Sections { get; init; }

    /// <summary>Reads a plan and the profiles that it names as files beside it.</summary>
    /// <exception cref="GunManeException">It is missing, no JSON, or has a member that there is not (BadInput, parameter <c>plan</c>).</exception>
    public static ImportPlan Read(string path)
    {
        if (!File.Exists(path)) throw Bad(path, "", "ファイルがありません。", "no such file");
        try
        {
            var plan = JsonSerializer.Deserialize<ImportPlan>(File.ReadAllText(path), ProfileText.Reading) ?? throw Bad(path, "", "空です。", "it is empty");
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return plan with { Sections = [.. plan.Sections.Select(section => section with { Files = [.. section.Files.Select(rule => rule.WithProfile(folder))] })] };
        }
        catch (JsonException e)
        {
            throw Bad(path, $"{e.Path} {(e.LineNumber is { } line ? $"{line + 1} 行目" : "")}".Trim(), "JSON として読めないか、ここには書けない項目・値です。docs/reference/import.md を見てください。", "no JSON, or a member or value that does not belong here");
        }
    }

    /// <summary>How a file is imported: by the first rule that matches it, else by what is said of all files.</summary>
    public PlannedFile For(DataFile file, ImportOptions general)
    {
        for (var section = 0; section < Sections.Count; section++)
        {
            if (Sections[section].Files.FirstOrDefault(rule => rule.Matches(file)) is { } rule)
                return new PlannedFile(file, rule.Over(general), section, rule.LeaveOut);
        }

        return new PlannedFile(file, general);
    }

    /// <summary>Rules that match none of the files, or only files that an earlier rule took: likely a slip in the plan.</summary>
    public IEnumerable<string> Idle(IReadOnlyCollection<DataFile> files)
    {
        var rules = Sections.SelectMany(section => section.Files).ToList();
        var used = files.Select(file => rules.FindIndex(rule => rule.Matches(file))).ToHashSet();
        return rules.Where((_, at) => !used.Contains(at)).Select(rule => rule.Match);
    }

    /// <summary>Refuses rules whose options mean nothing, before any file is read.</summary>
    /// <exception cref="GunManeException">Names the rule and the option.</exception>
    public void Check(ImportOptions general, bool fictitious)
    {
        foreach (var rule in Sections.SelectMany(section => section.Files))
        {
            try
            {
                rule.Over(general).Checked(fictitious);
            }
            catch (GunManeException e)
            {
                throw new GunManeException(e.Refusal, $"計画の「{rule.Match}」: {e.Message}", e.Parameter ?? "plan");
            }
        }
    }

    private static GunManeException Bad(string path, string place, string japanese, string english) =>
        new(Refusal.BadInput, $"計画「{Path.GetFileName(path)}」{(place.Length > 0 ? $" {place}" : "")}: {japanese}({english})", "plan");
}

/// <summary>A part of the report.</summary>
public sealed record PlanSection
{
    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>What is to be said about it: where it comes from, what it means.</summary>
    public string About { get; init; } = "";

    /// <summary>Its files. Of all rules of the plan the first that matches a file counts.</summary>
    public required IReadOnlyList<PlanRule> Files { get; init; }
}

/// <summary>Some files of a folder, and what is said about them; what is not said stays as the command has it.</summary>
public sealed record PlanRule
{
    /// <summary>Path below the folder, with <c>/</c>; <c>*</c> stands for anything, folders too, <c>?</c> for one character.</summary>
    public required string Match { get; init; }

    /// <summary>Name of a profile, or its JSON file beside the plan.</summary>
    public string? Profile { get; init; }

    /// <summary>Sector of all rows.</summary>
    public string? Sector { get; init; }

    /// <summary>Code of the owner.</summary>
    public string? Owner { get; init; }

    /// <summary>UTF-8 or Shift_JIS.</summary>
    public string? Encoding { get; init; }

    /// <summary>CRS of files that state none, or a wrong one.</summary>
    public string? Crs { get; init; }

    /// <summary>Licence or attribution.</summary>
    public string? Licence { get; init; }

    /// <summary>Of which day the data is.</summary>
    public string? AsOf { get; init; }

    /// <summary>Why the files are not imported; null: they are.</summary>
    public string? LeaveOut { get; init; }

    /// <summary>The profile of a JSON file, read.</summary>
    [JsonIgnore]
    public SourceProfile? Document { get; init; }

    internal bool Matches(DataFile file) => FileSystemName.MatchesSimpleExpression(Plain(Match), Plain(file.Shown));

    internal ImportOptions Over(ImportOptions general) => general with
    {
        Profile = Document is null ? Profile ?? general.Profile : null,
        Document = Document ?? (Profile is null ? general.Document : null),
        Sector = Sector ?? general.Sector, Owner = Owner ?? general.Owner, Encoding = Encoding ?? general.Encoding, Crs = Crs ?? general.Crs,
        Licence = Licence ?? general.Licence, AsOf = AsOf ?? general.AsOf,
    };

    internal PlanRule WithProfile(string folder)
    {
        if (Profile?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) != true) return this;
        var path = Path.Combine(folder, Profile);
        return File.Exists(path)
            ? this with { Document = ProfileText.Read(File.ReadAllText(path), Profile) }
            : throw new GunManeException(Refusal.BadInput, $"計画の「{Match}」: 取り込み方のファイルがありません: {Profile} (No such profile file.)", "profile");
    }

    // Names from a Mac have their voiced marks apart; a backslash would be an escape in the expression.
    private static string Plain(string path) => path.Normalize(NormalizationForm.FormC).Replace('\\', '/');
}

/// <summary>A file with what is said about it.</summary>
/// <param name="File">The file.</param>
/// <param name="Options">How it is imported.</param>
/// <param name="Section">Section of the plan; null if no rule matches it.</param>
/// <param name="LeftOut">Why it is not imported; null: it is.</param>
public sealed record PlannedFile(DataFile File, ImportOptions Options, int? Section = null, string? LeftOut = null);
