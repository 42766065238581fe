package dev.mailconnector.testkit.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.testkit.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Posts forms with the HTTP client of the JDK. */
final class FormClient {
  record Answer(int status, String body, HttpResponse<String> response) {
    Map<String, Object> json() {
      try {
        return JSONObjectUtils.parse(body);
      } catch (ParseException e) {
        throw new AssertionError("no JSON: " + body, e);
      }
    }

    String text(String field) {
      return String.valueOf(json().get(field));
    }
  }

  private final HttpClient http;

  FormClient(TestAuthority authority) {
    this.http = HttpClient.newBuilder().sslContext(authority.trustingContext()).build();
  }

  Answer post(URI uri, Map<String, String> form) throws IOException, InterruptedException {
    return answer(http.send(request(uri, form).build(), HttpResponse.BodyHandlers.ofString()));
  }

  CompletableFuture<Answer> start(URI uri, Map<String, String> form) {
    return http.sendAsync(request(uri, form).build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(FormClient::answer);
  }

  Answer postBasic(URI uri, String user, String password, Map<String, String> form)
      throws IOException, InterruptedException {
    String pair = encode(user) + ":" + encode(password);
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpRequest request = request(uri, form).header("Authorization", "Basic " + basic).build();
    return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  Answer get(URI uri) throws IOException, InterruptedException {
    return answer(
        http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
  }

  private static HttpRequest.Builder request(URI uri, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.body(), response);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
