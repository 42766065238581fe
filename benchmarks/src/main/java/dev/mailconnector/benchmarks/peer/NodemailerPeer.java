package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.spi.Ticker;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * nodemailer with its pool, in a process of its own: as many asynchronous senders as there are
 * connections, each waiting for its message to be accepted.
 */
public final class NodemailerPeer implements Peer {
  private static final String SCRIPT = "nodemailer.js";

  private final Path modules;

  /**
   * Uses what is installed.
   *
   * @param modules the folder {@code node_modules} that has nodemailer in it
   */
  public NodemailerPeer(Path modules) {
    this.modules = modules;
  }

  @Override
  public String title() {
    return "nodemailer, pool";
  }

  @Override
  public String description() {
    return "nodemailer on Node.js, its pool as large as the cell";
  }

  @Override
  public int threads(Target target) {
    return 1;
  }

  @Override
  public boolean isInThisProcess() {
    return false;
  }

  @Override
  public Fleet open(Target target) {
    return () -> new Node(modules, settings(target));
  }

  private static String settings(Target target) {
    Letter letter = target.letter();
    String login =
        target.tls()
            ? ",\"auth\":{\"user\":\"%s\",\"pass\":\"%s\"}".formatted(Target.USER, Target.PASSWORD)
            : "";
    byte[] attachment = letter.attachment();
    String file =
        attachment == null
            ? ""
            : """
            ,"attachments":[{"filename":"%s","contentType":"%s","encoding":"base64",\
            "content":"%s"}]\
            """
                .formatted(
                    Letter.FILE, Letter.FILE_TYPE, Base64.getEncoder().encodeToString(attachment));
    return """
    {"transport":{"pool":true,"maxConnections":%d,"maxMessages":1e9,"host":"%s","port":%d,\
    "name":"bench.example.com","secure":%b,"ignoreTLS":true,\
    "tls":{"rejectUnauthorized":false}%s},\
    "letter":{"from":"%s","to":[%s],"subject":"%s","text":"%s"%s},"connections":%d}\
    """
        .formatted(
            target.connections(),
            Target.HOST,
            target.port(),
            target.tls(),
            login,
            Letter.SENDER,
            letter.recipients().stream().map(r -> '"' + r + '"').collect(Collectors.joining(",")),
            Letter.SUBJECT,
            letter.text().replace("\r\n", "\\r\\n"),
            file,
            target.connections());
  }

  /** The process; it ends when its input does. */
  private static final class Node implements Worker {
    private final Path script;
    private final Process process;
    private final BufferedReader answers;

    Node(Path modules, String settings) throws IOException {
      this.script = Files.createTempFile("nodemailer", ".js");
      try {
        this.process = start(modules);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(script);
        throw e;
      }
      this.answers = process.inputReader(StandardCharsets.UTF_8);
      try {
        say(settings);
      } catch (IOException | RuntimeException e) {
        process.destroyForcibly();
        Files.deleteIfExists(script);
        throw e;
      }
    }

    private Process start(Path modules) throws IOException {
      try (InputStream source = NodemailerPeer.class.getResourceAsStream(SCRIPT)) {
        Files.write(script, Objects.requireNonNull(source).readAllBytes());
      }
      ProcessBuilder command = new ProcessBuilder("node", script.toString());
      command.environment().put("NODE_PATH", modules.toString());
      command.environment().put("NODE_NO_WARNINGS", "1");
      command.redirectError(ProcessBuilder.Redirect.DISCARD);
      return command.start();
    }

    @Override
    public int send() throws IOException {
      return (int) sendFor(0).messages();
    }

    @Override
    public Pace sendFor(Duration time, Ticker ticker) throws IOException {
      return sendFor(time.toMillis());
    }

    private Pace sendFor(long time) throws IOException {
      say(String.valueOf(time));
      String answer = answers.readLine();
      if (answer == null) {
        throw new EOFException("node has ended");
      }
      String[] words = answer.split(" ", 3);
      if (words[0].equals("failed")) {
        throw new IOException(answer);
      }
      double[] millis =
          Arrays.stream(words[2].split(",")).mapToDouble(Double::parseDouble).toArray();
      return new Pace(Long.parseLong(words[0]), Long.parseLong(words[1]), millis);
    }

    private void say(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
      try {
        process.getOutputStream().close();
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
        Files.deleteIfExists(script);
      }
    }
  }
}
