using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Reference;

var flags = new ReferenceFlags(args);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
// "OnConnected/hub method failed" is what the suite provokes all the time: not worth a line each.
builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.None);
builder.Logging.AddFilter("Microsoft.AspNetCore.Http.Connections", LogLevel.None);
builder.WebHost.UseUrls($"http://{flags.Host}:{flags.Port}");
builder.Services.AddSingleton(flags);
builder.Services.AddCors(options => options.AddDefaultPolicy(policy =>
{
    if (flags.AllowOrigin is { } origin) policy.WithOrigins(origin);
    else policy.SetIsOriginAllowed(_ => true);
    policy.AllowAnyHeader().AllowAnyMethod().AllowCredentials();
}));
var signalr = builder.Services.AddSignalR(options =>
{
    if (flags.DetailedErrors) options.EnableDetailedErrors = true;
    if (flags.KeepAlive is { } keepAlive) options.KeepAliveInterval = keepAlive;
    if (flags.ClientTimeout is { } clientTimeout) options.ClientTimeoutInterval = clientTimeout;
    if (flags.HandshakeTimeout is { } handshake) options.HandshakeTimeout = handshake;
    if (flags.MaxMessage is { } maxMessage) options.MaximumReceiveMessageSize = maxMessage;
    if (flags.ReconnectBuffer is { } buffer) options.StatefulReconnectBufferSize = buffer;
    if (flags.Parallel is { } parallel) options.MaximumParallelInvocationsPerClient = parallel;
});
#if MESSAGEPACK
signalr.AddMessagePackProtocol();
#endif

var app = builder.Build();
app.UseRouting();
app.UseCors();
var sockets = new Microsoft.AspNetCore.Builder.WebSocketOptions();
if (flags.AllowOrigin is { } only) sockets.AllowedOrigins.Add(only);
app.UseWebSockets(sockets);
app.Use(async (context, next) =>
{
    var isHub = context.Request.Path.StartsWithSegments("/hub") || context.Request.Path.StartsWithSegments("/plain");
    if (isHub && flags.RequireToken is { } token && Bearer(context) != token)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
    }
    if (context.Request.Query["user"].FirstOrDefault() is { Length: > 0 } user) context.User = Principal(user, context.Request.Query);
    await next();
});

void Configure(HttpConnectionDispatcherOptions options, bool stateful)
{
    options.AllowStatefulReconnects = stateful;
    if (flags.PollTimeout is { } poll) options.LongPolling.PollTimeout = poll;
}
app.MapHub<ReferenceHub>("/hub", options => Configure(options, stateful: true));
app.MapHub<ReferenceHub>("/plain", options => Configure(options, stateful: false));
app.MapGet("/health", () => Results.Ok());
app.MapPost("/send-outside", async (Outside outside, IHubContext<ReferenceHub> hub) =>
{
    var target = outside.To switch
    {
        "all" => hub.Clients.All,
        "group" => hub.Clients.Group(outside.Name ?? ""),
        "user" => hub.Clients.User(outside.Name ?? ""),
        "connection" => hub.Clients.Client(outside.Name ?? ""),
        _ => null,
    };
    if (target is null) return Results.BadRequest();
    await target.SendAsync("message", Plain(outside.Payload));
    return Results.NoContent();
});
app.MapPost("/join-outside", async (Join join, IHubContext<ReferenceHub> hub) =>
{
    if (join.Leave == true) await hub.Groups.RemoveFromGroupAsync(join.ConnectionId, join.Group);
    else await hub.Groups.AddToGroupAsync(join.ConnectionId, join.Group);
    return Results.NoContent();
});

await app.StartAsync();
var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
Console.WriteLine($"Listening: {address}");
await app.WaitForShutdownAsync();

static string? Bearer(HttpContext context)
{
    var header = context.Request.Headers.Authorization.ToString();
    return header.StartsWith("Bearer ") ? header["Bearer ".Length..] : context.Request.Query["access_token"].FirstOrDefault();
}

// MessagePack would send the parts of a JsonElement, not what it stands for.
static object? Plain(JsonElement json) => json.ValueKind switch
{
    JsonValueKind.Object => json.EnumerateObject().ToDictionary(one => one.Name, one => Plain(one.Value)),
    JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToArray(),
    JsonValueKind.String => json.GetString(),
    JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
    JsonValueKind.True => true,
    JsonValueKind.False => false,
    _ => null,
};

static ClaimsPrincipal Principal(string user, IQueryCollection query)
{
    List<Claim> claims = [new(ClaimTypes.NameIdentifier, user), new(ClaimTypes.Name, $"Name of {user}")];
    foreach (var role in query["role"]) if (role is not null) claims.Add(new Claim(ClaimTypes.Role, role));
    if (query["tier"].FirstOrDefault() is { } tier) claims.Add(new Claim("tier", tier));
    return new ClaimsPrincipal(new ClaimsIdentity(claims, "reference"));
}

internal sealed record Outside(string To, string? Name, JsonElement Payload);
internal sealed record Join(string ConnectionId, string Group, bool? Leave);
