package dev.mailconnector.testkit.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.TestAuthority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class GoogleMetadataServerTest {
  private static final String TOKEN = "/computeMetadata/v1/instance/service-accounts/default/token";

  @Test
  void token_withTheHeaderOnly_andNamedAsGoogles() throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(TestAuthority.create());
        GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      URI url = machine.identityUrl().resolve(TOKEN);

      HttpResponse<String> bare = get(HttpRequest.newBuilder(url));
      HttpResponse<String> good =
          get(HttpRequest.newBuilder(url).header("Metadata-Flavor", "Google"));

      assertThat(bare.statusCode()).isEqualTo(403);
      assertThat(good.statusCode()).isEqualTo(200);
      assertThat(good.headers().firstValue("Metadata-Flavor")).contains("Google");
      assertThat(good.body())
          .contains("\"access_token\":\"ya29.c.")
          .contains("\"expires_in\":3600");
      assertThat(machine.requests()).containsExactly(TOKEN, TOKEN);
    }
  }

  private static HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
