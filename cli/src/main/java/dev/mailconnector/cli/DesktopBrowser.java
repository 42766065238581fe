package dev.mailconnector.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The browser of the desktop that this process was started from, if it was. */
final class DesktopBrowser implements Browser {
  private final String system;
  private final Map<String, String> environment;

  /** The desktop of this operating system ({@code os.name}) and environment. */
  DesktopBrowser(String system, Map<String, String> environment) {
    this.system = system.toLowerCase(Locale.ROOT);
    this.environment = environment;
  }

  /** What opens a page here; empty if nothing does. */
  List<String> command() {
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    if (system.startsWith("mac")) {
      return List.of("open");
    }
    // Without a display xdg-open looks for a browser that takes the terminal.
    return environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY")
        ? List.of("xdg-open")
        : List.of();
  }

  @Override
  public boolean open(URI page) {
    List<String> command = command();
    if (command.isEmpty()) {
      return false;
    }
    ProcessBuilder process = new ProcessBuilder(command);
    process.command().add(page.toString());
    try {
      process.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
      return true;
    } catch (IOException missing) {
      return false;
    }
  }
}
