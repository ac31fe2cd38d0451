using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace Reference;

/// <summary>The reference hub on Microsoft's server, method for method as the reference names it.</summary>
public sealed class ReferenceHub(ReferenceFlags flags) : Hub
{
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (flags.AnnounceLeft) await Clients.Others.SendAsync("left", Context.ConnectionId);
    }

    public object? Echo(object? x) => x;
    public double Add(double a, double b) => a + b;
    public void Void() { }

    public async Task<int> Slow(int ms)
    {
        await Task.Delay(ms);
        return ms;
    }

    public void Fail() => throw new HubException("boom");
    public void FailPlain() => throw new InvalidOperationException("secret");

    public string ConnectionId() => Context.ConnectionId;
    public string InstanceName() => flags.Name;
    public string? QueryValue(string name) => Context.GetHttpContext()?.Request.Query[name].FirstOrDefault();

    public object WhoAmI() => new
    {
        userId = Context.UserIdentifier,
        name = Context.User?.Identity?.Name,
        authenticated = Context.User?.Identity?.IsAuthenticated ?? false,
        roles = Context.User?.FindAll(ClaimTypes.Role).Select(role => role.Value).ToArray() ?? [],
        claims = Context.User?.Claims.Select(claim => $"{claim.Type}={claim.Value}").ToArray() ?? [],
    };

    public object Request()
    {
        var request = Context.GetHttpContext()!.Request;
        return new
        {
            path = request.Path.Value,
            query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            headers = request.Headers.ToDictionary(pair => pair.Key.ToLowerInvariant(), pair => pair.Value.ToString()),
        };
    }

    public Task JoinGroup(string name) => Groups.AddToGroupAsync(Context.ConnectionId, name);
    public Task LeaveGroup(string name) => Groups.RemoveFromGroupAsync(Context.ConnectionId, name);
    public Task SendToGroup(string name, object? p) => Clients.Group(name).SendAsync("message", p);
    public Task SendToGroups(string[] names, object? p) => Clients.Groups(names).SendAsync("message", p);
    public Task SendToOthersInGroup(string name, object? p) => Clients.OthersInGroup(name).SendAsync("message", p);
    public Task SendToAll(object? p) => Clients.All.SendAsync("message", p);
    public Task SendToOthers(object? p) => Clients.Others.SendAsync("message", p);
    public Task SendToCaller(object? p) => Clients.Caller.SendAsync("message", p);
    public Task SendToConnection(string id, object? p) => Clients.Client(id).SendAsync("message", p);
    public Task SendToUser(string user, object? p) => Clients.User(user).SendAsync("message", p);
    public Task SendToUsers(string[] users, object? p) => Clients.Users(users).SendAsync("message", p);

    public Task<object?> AskClient(object? v) => Clients.Caller.InvokeAsync<object?>("answer", v, Context.ConnectionAborted);
    public Task<object?> AskConnection(string id, object? v) => Clients.Client(id).InvokeAsync<object?>("answer", v, Context.ConnectionAborted);

    public async IAsyncEnumerable<int> Counter(int n, int delayMs, [EnumeratorCancellation] CancellationToken cancelled)
    {
        for (var i = 0; i < n; i++)
        {
            yield return i;
            if (delayMs > 0) await Task.Delay(delayMs, cancelled);
        }
    }

    public async IAsyncEnumerable<int> StreamFails(int n)
    {
        for (var i = 0; i < n; i++)
        {
            await Task.Yield();
            yield return i;
        }
        throw new HubException("stream broke");
    }

    public async Task<double> UploadSum(IAsyncEnumerable<double> stream)
    {
        var sum = 0.0;
        await foreach (var item in stream) sum += item;
        return sum;
    }

    public async IAsyncEnumerable<object?> EchoStream(IAsyncEnumerable<object?> stream)
    {
        await foreach (var item in stream) yield return item;
    }

    public void Abort() => Context.Abort();
}
