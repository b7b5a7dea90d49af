using GunMane.MapApi.Commands;

return await CommandLine.RunAsync(args);
