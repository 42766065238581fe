package dev.mailconnector.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@MailServerTest(tls = ServerTls.NONE)
class MailServerLoginTest {

  @Test
  void token_ofTheIssuer_letsInUntilItIsRevoked(MailServer mail, GenericIssuer issuer)
      throws Exception {
    String refreshToken = issuer.grantRefreshToken(MailServer.CLIENT_ID, MailServer.USER);
    String form =
        "grant_type=refresh_token&refresh_token="
            + refreshToken
            + "&client_id="
            + MailServer.CLIENT_ID
            + "&client_secret="
            + mail.clientSecret();
    assertThat(post(mail, issuer.tokenEndpoint(), form)).isEqualTo(200);
    String token = issuer.tokensIssued().get(0);
    String response = "user=" + MailServer.USER + "\1auth=Bearer " + token + "\1\1";

    assertThat(login(mail, "XOAUTH2", response)).startsWith("235 ");
    issuer.revokeAll();
    assertThat(login(mail, "XOAUTH2", response)).startsWith("334 ");
  }

  @Test
  void password_ofTheServer_letsIn(MailServer mail) throws Exception {
    String response = "\0" + MailServer.USER + "\0" + mail.password();

    assertThat(login(mail, "PLAIN", response)).startsWith("235 ");
  }

  private static int post(MailServer mail, URI endpoint, String form) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return HttpClient.newBuilder()
        .sslContext(mail.trustingContext())
        .build()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String login(MailServer mail, String mechanism, String response)
      throws IOException {
    String base64 = Base64.getEncoder().encodeToString(response.getBytes(StandardCharsets.UTF_8));
    try (Socket socket = new Socket(mail.host(), mail.port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      in.readLine();
      socket.getOutputStream().write("EHLO me\r\n".getBytes(StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line.startsWith("250-")) {
        line = in.readLine();
      }
      String auth = "AUTH " + mechanism + " " + base64 + "\r\n";
      socket.getOutputStream().write(auth.getBytes(StandardCharsets.US_ASCII));
      return in.readLine();
    }
  }
}
