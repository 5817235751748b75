namespace Distil.Runtime.Tests.IO;

/// <summary>
/// What the storage device has for certain, and what it may have: changes of files that were not flushed, and names that were created,
/// renamed or deleted in directories that were not flushed. Of the first a power cut keeps a prefix, in blocks of 512 bytes, of which any
/// may be zero; of the second it keeps each or not.
/// </summary>
/// <remarks>Names are relative to the root, with '/'. The root itself is '.'.</remarks>
internal sealed class PowerCutModel
{
    private const int MostSubsets = 10;

    private readonly Dictionary<string, PowerCutContent> _current = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PowerCutContent> _durable = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<NameChange> _pending = [];
    private readonly Dictionary<int, PowerCutContent> _open = [];

    /// <summary>How many names are not flushed.</summary>
    public int PendingNames => _pending.Count;

    /// <summary>The state of a folder, all of it on the storage device.</summary>
    public static PowerCutModel Of(string root)
    {
        var model = new PowerCutModel();
        foreach (var folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories))
        {
            model._directories.Add(Path.GetRelativePath(root, folder).Replace('\\', '/'));
        }

        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(root, file).Replace('\\', '/');
            model._current[name] = model._durable[name] = new(File.ReadAllBytes(file));
        }

        return model;
    }

    /// <summary>A copy of a model without anything pending.</summary>
    public PowerCutModel Copy()
    {
        Assert.Empty(_pending);
        var copy = new PowerCutModel();
        foreach (var (name, content) in _durable)
        {
            copy._current[name] = copy._durable[name] = content.Copy();
        }

        copy._directories.UnionWith(_directories);
        return copy;
    }

    public void Open(int file, string name, bool isReplaced)
    {
        if (!_current.TryGetValue(name, out var content))
        {
            _current[name] = content = new([]);
            _pending.Add(new(name, null, content));
        }
        else if (isReplaced)
        {
            content.SetLength(0);
        }

        _open[file] = content;
    }

    public void Write(int file, long offset, byte[] bytes) => _open[file].Write(offset, bytes);

    public void SetLength(int file, long length) => _open[file].SetLength(length);

    public void Sync(int file) => _open[file].Sync();

    public void CreateDirectory(string name)
    {
        for (; name is not ("" or "."); name = Parent(name))
        {
            _directories.Add(name);
        }
    }

    public void DeleteDirectory(string name)
    {
        // The directory is empty. Left behind by a power cut, it would be an empty directory again.
        _directories.Remove(name);
    }

    public void Move(string from, string to)
    {
        var content = _current[from];
        _current.Remove(from);
        _current[to] = content;
        _pending.Add(new(to, from, content));
    }

    /// <summary>A directory is renamed, with all that is pending in it; the name is on the storage device.</summary>
    public void MoveDirectory(string from, string to) => Rename(name => IsIn(name, from) ? to + name[from.Length..] : name);

    /// <summary>Two directories are exchanged, with all that is pending in them; the names are on the storage device.</summary>
    public void Exchange(string one, string other) => Rename(name =>
        IsIn(name, one) ? other + name[one.Length..] : IsIn(name, other) ? one + name[other.Length..] : name);

    private void Rename(Func<string, string> rename)
    {
        foreach (var names in (Dictionary<string, PowerCutContent>[])[_current, _durable])
        {
            var renamed = names.ToDictionary(file => rename(file.Key), static file => file.Value, StringComparer.Ordinal);
            names.Clear();
            foreach (var (name, content) in renamed)
            {
                names[name] = content;
            }
        }

        for (var change = 0; change < _pending.Count; change++)
        {
            var (name, from, content) = _pending[change];
            _pending[change] = new(rename(name), from is null ? null : rename(from), content);
        }

        string[] directories = [.. _directories.Select(rename)];
        _directories.Clear();
        _directories.UnionWith(directories);
    }

    private static bool IsIn(string name, string directory) =>
        name == directory || name.StartsWith(directory + "/", StringComparison.Ordinal);

    public void Delete(string name)
    {
        if (_current.Remove(name))
        {
            _pending.Add(new(name, null, null));
        }
    }

    public void SyncDirectory(string directory)
    {
        foreach (var change in _pending.Where(change => Parent(change.Name) == directory).ToList())
        {
            change.ApplyTo(_durable);
            _pending.Remove(change);

            // A renamed file is not found under its old name any more, flushed or not.
            _pending.RemoveAll(other => other.Name == change.From && other.Content == change.Content);
        }
    }

    /// <summary>States after a power cut now.</summary>
    /// <param name="states">
    /// How many. If at most ten names are pending and their subsets are not more, each subset is among them; otherwise all are random.
    /// </param>
    /// <param name="random">Decides what is kept.</param>
    public IEnumerable<Dictionary<string, byte[]>> States(int states, Random random)
    {
        if (_pending.Count == 0 && !_current.Values.Concat(_durable.Values).Any(content => content.IsDirty))
        {
            states = 1;
        }

        var subsets = 1 << Math.Min(_pending.Count, MostSubsets + 1);
        for (var state = 0; state < states; state++)
        {
            var names = new Dictionary<string, PowerCutContent>(_durable, StringComparer.Ordinal);
            for (var change = 0; change < _pending.Count; change++)
            {
                var isKept = _pending.Count <= MostSubsets && subsets <= states
                    ? ((state % subsets) >> change & 1) != 0
                    : random.Next(2) == 0;
                if (isKept)
                {
                    _pending[change].ApplyTo(names);
                }
            }

            // One file has one state, whatever names it has.
            var contents = names.Values.Distinct().ToDictionary(content => content, content => content.AfterPowerCut(random));
            yield return names.ToDictionary(name => name.Key, name => contents[name.Value], StringComparer.Ordinal);
        }
    }

    /// <summary>Makes a state in a new folder.</summary>
    public void Materialise(Dictionary<string, byte[]> state, string root)
    {
        Directory.CreateDirectory(root);
        foreach (var directory in _directories)
        {
            Directory.CreateDirectory(Path.Combine(root, directory));
        }

        foreach (var (name, bytes) in state)
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    private static string Parent(string name) => name.LastIndexOf('/') is var end and > 0 ? name[..end] : ".";

    /// <summary>A name that was given to a file, or taken away.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="From">The name that the file had before; null: none.</param>
    /// <param name="Content">The file; null: the name was taken away.</param>
    private sealed record NameChange(string Name, string? From, PowerCutContent? Content)
    {
        public void ApplyTo(Dictionary<string, PowerCutContent> names)
        {
            if (From is not null && names.TryGetValue(From, out var content) && content == Content)
            {
                names.Remove(From);
            }

            if (Content is null)
            {
                names.Remove(Name);
            }
            else
            {
                names[Name] = Content;
            }
        }
    }
}
