package dev.mailconnector.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Ports of loopback that nobody listened on a moment ago. */
final class FreePorts {
  private FreePorts() {}

  static <P extends Enum<P>> Map<P, Integer> of(Class<P> listeners) throws IOException {
    Map<P, Integer> ports = new EnumMap<>(listeners);
    List<ServerSocket> held = new ArrayList<>();
    for (P listener : listeners.getEnumConstants()) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.put(listener, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  /** As a shell reads it: {@code name=number}, a line each. */
  static void write(Path file, Map<? extends Enum<?>, Integer> ports) throws IOException {
    Files.writeString(
        file,
        ports.entrySet().stream()
            .map(port -> port.getKey().name().toLowerCase(Locale.ROOT) + "=" + port.getValue())
            .collect(Collectors.joining("\n", "", "\n")));
  }
}
