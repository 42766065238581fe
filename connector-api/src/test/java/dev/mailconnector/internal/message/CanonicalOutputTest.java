package dev.mailconnector.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalOutputTest {
  private static final String HEADER = "From: a@x\r\n\r\n";

  @Test
  void lineEnds_howeverTheBytesComeInPieces_areTheSame() throws Exception {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      String body = body(random);
      Result result = written(HEADER + body, random);
      boolean bareCr = body.replace("\r\n", "").contains("\r");
      boolean bareLf = body.replace("\r\n", "").contains("\n");

      assertThat(result.text).as("seed %d", seed).isEqualTo(HEADER + canonical(body));
      assertThat(result.output.hadStrayLineEnds())
          .as("stray, seed %d", seed)
          .isEqualTo(bareCr || (bareLf && body.contains("\r\n")));
      assertThat(result.output.isUnchanged())
          .as("unchanged, seed %d", seed)
          .isEqualTo(result.text.equals(HEADER + body));
      assertThat(result.output.isEightBit()).isEqualTo(body.contains("\u00e9"));
      assertThat(result.output.hasNul()).isEqualTo(body.contains("\0"));
    }
  }

  @Test
  void headerLines_howeverTheyComeInPieces_areTheSame() throws Exception {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      String[] ends = {"\r\n", "\n", "\r"};
      StringBuilder header = new StringBuilder();
      for (String line : new String[] {"From: a@x", "To: b@x,", "\tc@x", "bCC: d@x", " ,e@x"}) {
        header.append(line).append(ends[random.nextInt(ends.length)]);
      }
      Result result = written(header + "\r\n" + "body\r\n", random);

      assertThat(result.text)
          .as("seed %d", seed)
          .isEqualTo("From: a@x\r\nTo: b@x,\r\n\tc@x\r\n\r\nbody\r\n");
      assertThat(result.header.values(HeaderFilter.AddressField.TO)).containsExactly("b@x,\tc@x");
      assertThat(result.header.values(HeaderFilter.AddressField.BCC)).containsExactly("d@x ,e@x");
      assertThat(result.output.isUnchanged()).isFalse();
    }
  }

  private static String body(Random random) {
    String[] pieces = {"\r\n", "\r\n", "\r\n", "word ", "a", ".", "x".repeat(70)};
    String[] odd = {"\r", "\n", "\0", "\u00e9", "\t"};
    int oddity = random.nextInt(3) == 0 ? 0 : random.nextInt(8);
    StringBuilder body = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      body.append(
          random.nextInt(10) < oddity
              ? odd[random.nextInt(odd.length)]
              : pieces[random.nextInt(pieces.length)]);
    }
    return body.toString();
  }

  private static String canonical(String body) {
    String canonical = body.replaceAll("\r+\n|\r|\n", "\r\n");
    return canonical.isEmpty() || canonical.endsWith("\r\n") ? canonical : canonical + "\r\n";
  }

  private record Result(String text, CanonicalOutput output, HeaderFilter header) {}

  private static Result written(String message, Random random) throws IOException {
    byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeaderFilter header = new HeaderFilter(null, null);
    CanonicalOutput canonical = new CanonicalOutput(out, header);
    int longest = 1 + random.nextInt(random.nextBoolean() ? 3 : bytes.length);
    int done = 0;
    while (done < bytes.length) {
      int count = Math.min(bytes.length - done, random.nextInt(longest + 1));
      if (count == 1) {
        canonical.write(bytes[done]);
      } else {
        canonical.write(bytes, done, count);
      }
      done += count;
    }
    canonical.finish();
    return new Result(out.toString(StandardCharsets.ISO_8859_1), canonical, header);
  }
}
