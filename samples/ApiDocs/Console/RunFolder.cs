using System.Globalization;

namespace ApiDocs;

/// <summary>Where a run writes if no folder was named.</summary>
public static class RunFolder
{
    /// <summary>The next free <c>run-0001</c> below the sample's output folder in the checkout, which git ignores.</summary>
    public static string Next()
    {
        string output = Path.Combine(Checkout(), "samples", "ApiDocs", "out");
        int last = 0;
        if (Directory.Exists(output))
        {
            foreach (string run in Directory.EnumerateDirectories(output, "run-*"))
            {
                ReadOnlySpan<char> digits = Path.GetFileName(run).AsSpan("run-".Length);
                if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                {
                    last = Math.Max(last, number);
                }
            }
        }

        return Path.Combine(output, string.Create(CultureInfo.InvariantCulture, $"run-{last + 1:0000}"));
    }

    /// <summary>A path as one types it here: relative where it lies below the current directory.</summary>
    public static string Show(string path)
    {
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    // The folder that holds Distil.sln, here or above; without one, the current directory.
    private static string Checkout()
    {
        string here = Directory.GetCurrentDirectory();
        for (DirectoryInfo? folder = new(here); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Distil.sln")))
            {
                return folder.FullName;
            }
        }

        return here;
    }
}
