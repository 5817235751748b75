global using Distil.Pipelines.Tests.Helpers;
