package dev.mailconnector.internal.compose;

import jakarta.activation.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of any file system, opened when the message is written. */
record FileSource(Path file, String name, String type) implements DataSource {
  @Override
  public InputStream getInputStream() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    throw new IOException("An attached file is only read.");
  }

  @Override
  public String getContentType() {
    return type;
  }

  @Override
  public String getName() {
    return name;
  }
}
