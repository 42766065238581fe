package dev.mailconnector.testkit.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedIdentityEndpointTest {
  private static final String RESOURCE = "&resource=https%3A%2F%2Foutlook.office365.com";
  private static final String IMDS = "/metadata/identity/oauth2/token?api-version=2018-02-01";

  private final ManagedIdentityEndpoint azure = ManagedIdentityEndpoint.start();

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void token_rightQuestion_isValidForEveryMailbox() throws Exception {
    HttpResponse<String> answer = get(IMDS + RESOURCE, "Metadata", "true");
    Object token = JSONObjectUtils.parse(answer.body()).get("access_token");
    assertThat(azure.isValid("ann@contoso.com", String.valueOf(token))).isTrue();
    assertThat(azure.tokensIssued()).containsExactly(String.valueOf(token));
    assertThat(azure.isValid("ann@contoso.com", "other")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/metadata/identity/oauth2/token?resource=https://a.example, Metadata, 400, api-version",
    "/metadata/identity/oauth2/token?api-version=2018-02-01, X-Other, 400, metadata header",
    "/metadata/identity/oauth2/token?api-version=2018-02-01, Metadata, 400, AADSTS500011",
    "/msi/token?api-version=2019-08-01, X-IDENTITY-HEADER, 400, identity header",
    "/elsewhere, Metadata, 404, No such endpoint",
  })
  void token_wrongQuestion_isRefused(String path, String header, int status, String words)
      throws Exception {
    HttpResponse<String> answer = get(path, header, "true");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void token_identityThatIsNotAssigned_isRefused() throws Exception {
    assertThat(get(IMDS + RESOURCE + "&client_id=x", "Metadata", "true").body())
        .contains("Identity not found");
    azure.userAssigned("x");
    azure.withoutSystemAssigned();
    assertThat(get(IMDS + RESOURCE + "&client_id=x", "Metadata", "true").statusCode())
        .isEqualTo(200);
    assertThat(get(IMDS + RESOURCE, "Metadata", "true").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> get(String path, String header, String value)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(azure.url() + path)).header(header, value).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
