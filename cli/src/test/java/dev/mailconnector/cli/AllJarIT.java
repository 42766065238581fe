package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar mailconnector-cli-all.jar}, alone in a folder. */
class AllJarIT {
  private static final Path BUILT = Path.of("target", "mailconnector-cli-all.jar");

  @TempDir Path folder;

  @Test
  void jar_alone_sendsWithAToken() throws Exception {
    TestAuthority authority = TestAuthority.create();
    authority.writePem(folder);
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .certificate(authority.issue())
                .tokens(
                    (user, token) ->
                        issuer.isValid(user, token)
                            ? TokenVerdict.accepted()
                            : TokenVerdict.refused())
                .start()) {
      issuer.client("mailer", "s3cret");
      writeConfiguration(server, issuer);

      Ran ran = run("send", "--to", "ann@example.com", "--subject", "Grüße", "--text", "x");

      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.err()).isEmpty();
      assertThat(server.messages().get(0).login())
          .isEqualTo(new Login("XOAUTH2", "robot@example.com"));
    }
  }

  @Test
  void jar_alone_knowsItsVersionAndEveryLogin() throws Exception {
    Files.writeString(
        folder.resolve("mailconnector.yaml"),
        """
        accounts:
          a: {host: a.example, user: ann, auth: {type: password, password: "${env:HOME}"}}
          b: {host: b.example, user: ann, auth: {type: ntlm, domain: D, password: "${env:HOME}"}}
          c: {host: c.example, user: ann@D.EXAMPLE, auth: {type: kerberos}}
        """);

    assertThat(run("--version").out()).contains("mailconnector 0.");
    assertThat(run("config", "check").out()).contains("no errors").contains("3 accounts");
  }

  @Test
  void jar_asBuilt_hasNoSignatureAndNoModuleAndNamesNoOtherJar() throws IOException {
    try (JarFile jar = new JarFile(BUILT.toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
          .noneMatch(name -> name.endsWith("module-info.class"));
      assertThat(jar.getManifest().getMainAttributes())
          .doesNotContainKey(Attributes.Name.CLASS_PATH);
      assertThat(new String(jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes()))
          .contains("Apache License");
    }
  }

  private Ran run(String... arguments) throws IOException, InterruptedException {
    Path jar = folder.resolve("all.jar");
    if (!Files.exists(jar)) {
      Files.copy(BUILT, jar);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of("-Dfile.encoding=UTF-8", "-jar", jar.toString()).forEach(command::add);
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Ran(status, Files.readString(out), Files.readString(err));
  }

  private void writeConfiguration(ScriptedSmtpServer server, GenericIssuer issuer)
      throws IOException {
    Files.writeString(
        folder.resolve("mailconnector.yaml"),
        """
        accounts:
          robot:
            host: 127.0.0.1
            port: %d
            tls: starttls
            user: robot@example.com
            auth:
              type: oauth2
              token-service: generic
              grant: client-credentials
              token-endpoint: %s
              client-id: mailer
              client-secret: "${file:%s}"
            trust: {ca-file: "%s"}
        """
            .formatted(
                server.port(),
                issuer.tokenEndpoint(),
                Files.writeString(folder.resolve("secret"), "s3cret"),
                folder.resolve("ca.pem")));
  }
}
