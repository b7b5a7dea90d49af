using GunMane.TestKit;

[assembly: AssemblyFixture(typeof(TestCluster))]
