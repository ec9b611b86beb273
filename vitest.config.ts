import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts", "test/property/**/*.test.ts"] } },
      // Simulated services against the vendors' descriptions, which stand outside the repository: `npm run test:specs`.
      { test: { name: "specs", include: ["test/specs/**/*.test.ts"], testTimeout: 60_000 } },
      {
        test: {
          name: "real",
          include: [
            "test/scenarios/**/*.test.ts",
            "test/integration/**/*.test.ts",
            "test/e2e/**/*.test.ts",
          ],
          globalSetup: ["test/support/services.ts"],
          // One Neo4j, and Community edition has one database: files take turns.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
