namespace Reference;

/// <summary>The flags of the reference hub; a flag wins over its environment variable.</summary>
public sealed class ReferenceFlags
{
    private readonly Dictionary<string, string> given = new();

    public ReferenceFlags(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (!name.StartsWith("--")) throw new ArgumentException($"not a flag: {name}");
            var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--");
            given[name[2..]] = hasValue ? args[++i] : "true";
        }
    }

    public string Host => Text("host", "HOST") ?? "127.0.0.1";
    public int Port => int.Parse(Text("port", "PORT") ?? "0");
    public string Name => Text("name", "INSTANCE_NAME") ?? "aspnet";
    public bool AnnounceLeft => given.ContainsKey("announce-left");
    public bool DetailedErrors => given.ContainsKey("detailed-errors");
    public TimeSpan? KeepAlive => Time("keep-alive-ms");
    public TimeSpan? ClientTimeout => Time("client-timeout-ms");
    public TimeSpan? HandshakeTimeout => Time("handshake-timeout-ms");
    public TimeSpan? PollTimeout => Time("poll-timeout-ms");
    public int? MaxMessage => Number("max-message");
    public int? ReconnectBuffer => Number("reconnect-buffer");
    public int? Parallel => Number("parallel");

    /// <summary>Beyond the reference, for the checks of Origin and of credentials: the only origin allowed.</summary>
    public string? AllowOrigin => Text("allow-origin");

    /// <summary>Beyond the reference: every request to a hub without this bearer token is refused with 401.</summary>
    public string? RequireToken => Text("require-token");

    private string? Text(string flag, string? variable = null) =>
        given.TryGetValue(flag, out var value) ? value : variable is null ? null : Environment.GetEnvironmentVariable(variable);

    private int? Number(string flag) => Text(flag) is { } text ? int.Parse(text) : null;
    private TimeSpan? Time(string flag) => Number(flag) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
