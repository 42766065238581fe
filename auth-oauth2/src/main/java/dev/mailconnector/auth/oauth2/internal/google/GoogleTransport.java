package dev.mailconnector.auth.oauth2.internal.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Google's HTTP transport over one exchange of our own. */
final class GoogleTransport extends HttpTransport {
  private final OneExchange exchange;

  GoogleTransport(OneExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(exchange, URI.create(url));
  }

  private static final class Request extends LowLevelHttpRequest {
    private final OneExchange exchange;
    private final URI uri;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Request(OneExchange exchange, URI uri) {
      this.exchange = exchange;
      this.uri = uri;
    }

    @Override
    public void addHeader(String name, String value) {
      // HttpClient writes the framing itself, and asks for no content coding.
      if (!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Accept-Encoding")) {
        headers.put(name, value);
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      if (getStreamingContent() != null) {
        getStreamingContent().writeTo(body);
      }
      return new Response(exchange.post(uri, headers, body.toByteArray()));
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final HttpAnswer answer;
    private final byte[] body;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();

    Response(HttpAnswer answer) {
      this.answer = answer;
      this.body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer
          .headers()
          .forEach((name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public String getContentEncoding() {
      return "identity";
    }

    @Override
    public long getContentLength() {
      return body.length;
    }

    @Override
    public String getContentType() {
      return answer.mediaType() + "; charset=utf-8";
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + answer.status() + " " + answer.reason();
    }

    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public String getReasonPhrase() {
      return answer.reason();
    }

    @Override
    public int getHeaderCount() {
      return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
      return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers.get(index).getValue();
    }
  }
}
