Console.WriteLine("model region");
