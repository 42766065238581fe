package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.spi.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command: measures one scenario or all, and puts what it finds into {@code scenarios.md}. */
public final class Scenarios {
  private static final Ticker TICKER = System::nanoTime;

  @FunctionalInterface
  private interface Scenario {
    String measure() throws Exception;
  }

  private Scenarios() {}

  /**
   * Runs it.
   *
   * @param arguments the scenario's name or {@code all}, the folder for the report, and a Java from
   *     24 on or {@code none}
   */
  public static void main(String[] arguments) throws IOException {
    Logger.getLogger("").setLevel(Level.SEVERE);
    String wanted = arguments[0];
    Path file = Files.createDirectories(Path.of(arguments[1])).resolve("scenarios.md");
    Map<String, Scenario> scenarios = new LinkedHashMap<>();
    scenarios.put("token-expiry", new TokenExpiry(TICKER)::measure);
    scenarios.put("accounts", new ManyAccounts(TICKER)::measure);
    scenarios.put("virtual", new VirtualThreads(arguments[2])::measure);
    scenarios.put("large", new LargeMessage(TICKER)::measure);
    for (Map.Entry<String, Scenario> scenario : scenarios.entrySet()) {
      String name = scenario.getKey();
      if (wanted.equals(name) || wanted.equals("all")) {
        System.err.println("scenario " + name);
        ScenarioPage.read(file, scenarios.keySet())
            .with(name, result(scenario.getValue()))
            .write(file);
      }
    }
    System.exit(0);
  }

  private static String result(Scenario scenario) {
    try {
      return scenario.measure();
    } catch (Exception e) {
      System.err.println(e);
      return "Failed: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + "\n";
    }
  }
}
