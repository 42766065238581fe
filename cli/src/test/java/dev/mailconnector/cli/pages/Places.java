package dev.mailconnector.cli.pages;

import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files and variables that configurations on pages name, made in a folder of the test. */
final class Places {
  private static final String PASSWORD = "p4ss";
  private static final Pattern FILE =
      Pattern.compile("\\$\\{file:([^}]+)}|(?:file|keytab): ([\\w./-]+)");
  private static final Pattern VARIABLE =
      Pattern.compile("(?:\\$\\{(?:env:)?|ENV\\[\")([A-Z]\\w+)");

  private final Path folder;
  private final TestAuthority authority = TestAuthority.create();

  Places(Path folder) {
    this.folder = folder;
  }

  /** The same configuration with its files in the folder, where they are. */
  String here(String configuration) {
    return FILE.matcher(configuration)
        .replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(2) : found.group(1);
              String file = made(name).toString();
              return Matcher.quoteReplacement(found.group().replace(name, file));
            });
  }

  /** A value for each variable that the configuration names, and what Azure sets everywhere. */
  Map<String, String> environment(String configuration) {
    Map<String, String> environment = new HashMap<>();
    VARIABLE.matcher(configuration).results().forEach(name -> put(environment, name));
    environment.put("AZURE_TENANT_ID", "contoso.onmicrosoft.com");
    environment.put("AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", made("/var/run/tokens/azure").toString());
    return environment;
  }

  private static void put(Map<String, String> environment, MatchResult name) {
    environment.put(name.group(1), secret(name.group(1)));
  }

  /** Something of the form that the provider gives, where the name tells which. */
  private static String secret(String name) {
    return switch (name) {
      case "APP_PASSWORD", "app-password" -> "abcdefghijklmnop";
      case "AWS_SECRET_ACCESS_KEY" -> "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
      case "MAIL_HOST" -> "mail.example.com";
      default -> "s3cret of " + name;
    };
  }

  private Path made(String name) {
    Path file = folder.resolve(name.replaceFirst("^/+", ""));
    try {
      if (name.startsWith("/var/lib/")) { // written by us, so not there yet
        Files.createDirectories(name.endsWith("/") ? file : file.getParent());
      } else if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        write(file, file.getFileName().toString());
      }
      return file;
    } catch (IOException e) {
      throw new AssertionError("The test cannot make " + name, e);
    }
  }

  private void write(Path file, String name) throws IOException {
    if (name.endsWith(".p12")) {
      TestClientKey.rsa(InstantSource.system().instant()).writePkcs12(file, "mailer", PASSWORD);
    } else if (name.endsWith(".pass")) {
      Files.writeString(file, PASSWORD);
    } else if (name.endsWith(".pem")) {
      Files.move(authority.writePem(Files.createTempDirectory(folder, "ca")), file);
    } else if (name.endsWith("google.json")) {
      try (GoogleIssuer google = GoogleIssuer.start(authority)) {
        Files.writeString(file, google.serviceAccountKeyJson());
      }
    } else if (name.endsWith("federation.json")) {
      try (GoogleIssuer google = GoogleIssuer.start(authority)) {
        String token = made("/var/run/tokens/google").toString();
        Files.writeString(file, google.federationJson(Map.of("file", token), false));
      }
    } else if (name.endsWith("store-key")) {
      Files.writeString(file, "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=");
    } else {
      Files.writeString(file, secret(name));
    }
  }
}
