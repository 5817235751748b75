using Distil;
using Distil.Pages;

switch (args)
{
    case ["layouts", var file]:
        Layouts.Write(file);
        return 0;
    case ["runs", var folder]:
        await Runs.MakeAsync(folder);
        return 0;
    case ["large", var folder]:
        Large.Write(folder);
        return 0;
    case ["crash", var folder]:
        await Runs.CrashAsync(folder);
        return 0;
    case ["page", var directory]:
        Console.WriteLine(RunReport.Write(directory));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: layouts FILE | runs FOLDER | large FOLDER | crash FOLDER | page DIRECTORY");
        return 2;
}
