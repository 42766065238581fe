package dev.mailconnector.cli.demo;

import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The demo's servers as a place to try the command line at: a folder with a configuration of them,
 * and what becomes of messages. Nothing leaves the machine.
 */
final class DemoSite {
  /** By this a folder is known again that may be written anew. */
  private static final String MARK = "# Written by: mailconnector demo --serve";

  private static final String CONFIGURATION = "mailconnector.yaml";
  private static final String ANN = "22222222-3333-4444-5555-666666666666";
  private static final int KEY_BYTES = 32;

  private final DemoServers servers;
  private final DemoIntranet intranet;
  private final Path folder;
  private final Map<ScriptedSmtpServer, Integer> shown = new IdentityHashMap<>();

  private DemoSite(DemoServers servers, DemoIntranet intranet, Path folder) {
    this.servers = servers;
    this.intranet = intranet;
    this.folder = folder;
  }

  /** Writes the folder. What an earlier demo left there is of no use any more, and goes. */
  static DemoSite in(Path folder, DemoServers servers, DemoIntranet intranet, SecureRandom random)
      throws IOException {
    Path file = folder.resolve(CONFIGURATION);
    if (Files.exists(file) && !Files.readString(file).startsWith(MARK)) {
      throw new FileAlreadyExistsException(file.toString(), null, "not written by a demo");
    }
    DemoSite site = new DemoSite(servers, intranet, Files.createDirectories(folder).toRealPath());
    servers.microsoftIssuer().publicApp(DemoServers.TENANT, ANN);
    servers.microsoftIssuer().signIn("ann@contoso.example");
    servers.microsoftIssuer().deviceCodes(900, 1);
    servers.googleIssuer().signIn("bob@gmail.example");
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    site.write("store-key", Base64.getEncoder().encodeToString(key));
    site.write("client-secret", DemoServers.CLIENT_SECRET);
    site.write("password", DemoServers.PASSWORD);
    site.write("google.json", servers.googleIssuer().serviceAccountKeyJson());
    servers.authority().writePem(site.folder);
    Files.deleteIfExists(site.folder.resolve("ann.tokens"));
    Files.deleteIfExists(site.folder.resolve("bob.tokens"));
    site.write(CONFIGURATION, site.configuration());
    return site;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  /** What somebody sees who has just started it. */
  void welcome(PrintStream out) {
    String command = "  ./mailconnector --config " + folder.resolve(CONFIGURATION) + " ";
    out.println("Mail servers and token issuers run on this machine until Ctrl-C.");
    out.println("In a second terminal:");
    out.println(command + "config check");
    out.println(command + "token --account robot");
    out.println(
        command + "send --account robot --to you@example.com --subject Hello --text 'It works.'");
    out.println(command + "login --account ann");
    out.println(
        "Ann's browser will not know the certificate of her issuer: let it pass. Change the file,"
            + " and see what a mistake says.");
    out.println("What is sent leaves this machine for nowhere, and is shown here:");
  }

  /** Shows what has come since it was called last. For one thread. */
  void show(PrintStream out) {
    Stream.concat(servers.mailServers().stream(), intranet.mailServers().stream())
        .forEach(server -> show(server, out));
  }

  private void show(ScriptedSmtpServer server, PrintStream out) {
    List<ReceivedMessage> messages = server.messages();
    int known = shown.getOrDefault(server, 0);
    messages.subList(known, messages.size()).forEach(message -> out.println(line(message)));
    shown.put(server, messages.size());
  }

  private static String line(ReceivedMessage message) {
    return message.sender()
        + " to "
        + String.join(", ", message.recipients())
        + ": "
        + message.header("Subject").orElse("(no subject)").replaceAll("\\p{Cntrl}", "?");
  }

  private String configuration() {
    return MARK
        + """

        # (it writes this file anew each time it starts)
        accounts:
          robot:                              # Microsoft 365, an application with a secret
        %s    user: robot@contoso.example
            auth:
              type: oauth2
              token-service: microsoft
              grant: client-credentials
              authority: "%s"
              tenant: %s
              client-id: %s
              client-secret: ${file:client-secret}
          ann:                                # Microsoft 365, a person: needs the command login first
        %s    user: ann@contoso.example
            auth:
              type: oauth2
              token-service: microsoft
              grant: refresh-token
              authority: "%s"
              tenant: %s
              client-id: %s
              token-store: {file: ann.tokens, key: "${file:store-key}"}
          news:                               # Google Workspace, a service account
        %s    user: news@example.com
            auth: {type: oauth2, token-service: google, grant: service-account, key-file: google.json}
          bob:                                # Gmail, a person: needs the command login first
        %s    user: bob@gmail.example
            auth:
              type: oauth2
              token-service: google
              grant: refresh-token
              authorization-endpoint: "%s"
              token-endpoint: "%s"
              client-id: %s
              client-secret: ${file:client-secret}
              token-store: {file: bob.tokens, key: "${file:store-key}"}
          mailer:                             # any OAuth2 server, a service
        %s    user: mailer@corp.example
            auth:
              type: oauth2
              token-service: generic
              grant: client-credentials
              issuer: "%s"
              client-id: %s
              client-secret: ${file:client-secret}
              scope: %s
          relay:                              # user and password
        %s    user: %s
            auth: {password: "${file:password}"}
          scram:                              # the same by SCRAM, where the password stays here
        %s    user: %s
            from: app@corp.example
            auth: {mechanism: SCRAM-SHA-256, password: "${file:password}"}
          intranet:                           # an Exchange server of a company, by NTLM
            preset: exchange-server
        %s    user: %s
            from: robot@corp.example
            auth: {type: ntlm, domain: %s, password: "${file:password}"}
          nologin:                            # a relay that knows its senders by their address
        %s    from: app@corp.example
        """
            .formatted(
                at(servers.microsoft()),
                servers.microsoftIssuer().url(),
                DemoServers.TENANT,
                DemoServers.MICROSOFT_CLIENT,
                at(servers.microsoft()),
                servers.microsoftIssuer().url(),
                DemoServers.TENANT,
                ANN,
                at(servers.google()),
                at(servers.google()),
                servers.googleIssuer().authorizationEndpoint(),
                servers.googleIssuer().tokenEndpoint(),
                DemoServers.GOOGLE_CLIENT,
                at(servers.generic()),
                servers.genericIssuer().url(),
                DemoServers.GENERIC_CLIENT,
                DemoServers.GENERIC_SCOPE,
                at(servers.password()),
                DemoServers.PASSWORD_USER,
                at(intranet.scram()),
                DemoIntranet.SCRAM_USER,
                at(intranet.exchange()),
                DemoIntranet.NTLM_USER,
                DemoIntranet.NTLM_DOMAIN,
                at(intranet.open()));
  }

  private static String at(ScriptedSmtpServer server) {
    return "    host: "
        + server.host()
        + "\n    port: "
        + server.port()
        + "\n    tls: starttls\n    trust: {ca-file: ca.pem}\n";
  }
}
