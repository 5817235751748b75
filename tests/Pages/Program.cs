using Distil.Pages;

switch (args)
{
    case ["layouts", var file]:
        Layouts.Write(file);
        return 0;
    default:
        Console.Error.WriteLine("usage: layouts FILE");
        return 2;
}
