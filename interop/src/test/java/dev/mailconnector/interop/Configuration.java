package dev.mailconnector.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration files that a user of the {@link Way}s would write, and their secrets. */
final class Configuration {
  private final Path folder;
  private final RealServers servers;

  Configuration(Path folder, RealServers servers) throws IOException {
    this.folder = folder;
    this.servers = servers;
    String consent = servers.issuer().grantRefreshToken(RealServers.CLIENT_ID, RealServers.USER);
    Files.writeString(folder.resolve("password"), RealServers.PASSWORD + "\n");
    Files.writeString(folder.resolve("ascii-password"), RealServers.ASCII_PASSWORD);
    Files.writeString(folder.resolve("client-secret"), RealServers.CLIENT_SECRET);
    Files.writeString(folder.resolve("refresh-token"), consent);
  }

  Path write(Way way) throws IOException {
    String account =
        """
        accounts:
          interop:
            host: %s
            port: %d
            tls: %s
            from: robot@lab.test
            trust: {ca-file: %s}
        """
            .formatted(RealServers.HOST, servers.port(way.port()), way.tls(), servers.caFile());
    return Files.writeString(folder.resolve(way.recipient() + ".yaml"), account + login(way));
  }

  private String login(Way way) {
    if (way.mechanism() == null) {
      return "";
    }
    if (way.isNtlm()) {
      return """
          user: %s
          auth: {type: ntlm, password: "${file:%s/ascii-password}"}
      """
          .formatted(RealServers.ASCII_USER, folder);
    }
    if (!way.isOAuth2()) {
      return """
          user: %s
          auth: {mechanism: %s, password: "${file:%s/password}"}
      """
          .formatted(RealServers.USER, way.mechanism(), folder);
    }
    return """
        user: %1$s
        auth:
          type: oauth2
          mechanism: %2$s
          token-service: generic
          grant: refresh-token
          token-endpoint: %3$s
          client-id: %4$s
          client-secret: ${file:%5$s/client-secret}
          refresh-token: ${file:%5$s/refresh-token}
    """
        .formatted(
            RealServers.USER,
            way.mechanism(),
            servers.issuer().tokenEndpoint(),
            RealServers.CLIENT_ID,
            folder);
  }
}
