using GunMane.Spatial.Import.Profiles;
using GunMane.Spatial.Model;
using GunMane.Spatial.Storage;

namespace GunMane.Spatial.Import;

/// <summary>Profiles that a study area keeps beside the shipped ones.</summary>
public static class OwnProfiles
{
    /// <summary>The profile of a name in the shipped ones or in the study area's own; the options then carry it.</summary>
    /// <exception cref="GunManeException">There is none of this name (BadInput, parameter <c>profile</c>).</exception>
    public static async Task<ImportOptions> ResolveAsync(Session session, StudyAreaId area, ImportOptions options, CancellationToken cancellation)
    {
        if (options.Document is not null || options.Profile is not { } name || ProfileCatalogue.All.Any(profile => profile.Name == name)) return options;
        return await ProfileStore.TryFindAsync(session, area, name, cancellation) is { } stored
            ? options with { Document = Read(stored) }
            : options;
    }

    /// <summary>Keeps a profile, so that its version can be looked up for ever; returns it with the version it got.</summary>
    /// <exception cref="GunManeException">It means nothing, or has the name of a shipped one (BadInput).</exception>
    public static async Task<SourceProfile> KeepAsync(Session session, StudyAreaId area, SourceProfile profile, CancellationToken cancellation)
    {
        ProfileText.Check(profile, profile.Name);
        if (ProfileCatalogue.All.Any(shipped => shipped.Name == profile.Name))
            throw new GunManeException(Refusal.BadInput, $"「{profile.Name}」は初めから入っている取り込み方の名前です。別の名前にしてください。(This is the name of a shipped profile: choose another.)", "profile");
        return profile with { Version = await ProfileStore.SaveAsync(session, area, profile.Name, ProfileText.Write(profile), cancellation) };
    }

    /// <summary>The options with their own profile kept; those without one stay as they are.</summary>
    public static async Task<ImportOptions> KeptAsync(Database database, AccessScope scope, StudyAreaId area, ImportOptions options, CancellationToken cancellation) =>
        options.Document is not { } document
            ? await database.ReadAsync(scope, session => ResolveAsync(session, area, options, cancellation), cancellation)
            : options with { Document = await database.WriteAsync(scope, session => KeepAsync(session, area, document, cancellation), cancellation) };

    /// <summary>A stored profile as one that files are read with.</summary>
    public static SourceProfile Read(StoredProfile stored) => ProfileText.Read(stored.Document, stored.Name);
}
