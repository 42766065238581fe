package dev.mailconnector.internal.compose;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentDisposition;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file within a message: attached, or shown by its HTML. It goes as base64 whatever it is, so
 * that every byte arrives as it was and nobody reads it beforehand to find out what suits it.
 */
public final class FilePart {
  private static final String ANY = "application/octet-stream";
  private static final Pattern CONTENT_ID = Pattern.compile("[!-;=?-~]+");

  private final String name;
  private final DataSource source;
  private final @Nullable String contentId;

  private FilePart(String name, DataSource source, @Nullable String contentId) {
    this.name = name;
    this.source = source;
    this.contentId = contentId;
  }

  /** This file under its own name, of the type that its name tells. */
  public static FilePart of(Path file) {
    Path name = file.getFileName();
    return of(file, name == null ? "" : name.toString(), null);
  }

  /** This file under this name; without a type, of the one that the name tells. */
  public static FilePart of(Path file, String name, @Nullable String type) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String why =
          Files.isDirectory(file)
              ? "it is a folder"
              : Files.exists(file) ? "this process may not read it" : "there is no such file";
      throw Texts.invalid("The file " + file + " cannot be read: " + why, "Check its path.");
    }
    String checked = checkedName(name);
    return new FilePart(checked, new FileSource(file, checked, type(checked, type)), null);
  }

  /** These bytes, which are not copied, as a file. */
  public static FilePart of(byte[] bytes, String name, @Nullable String type) {
    String checked = checkedName(name);
    return new FilePart(checked, new ByteArrayDataSource(bytes, type(checked, type)), null);
  }

  /** The same, to be shown where the HTML says {@code cid:} and this id. */
  public FilePart shownAs(String id) {
    if (!CONTENT_ID.matcher(id).matches()) {
      throw Texts.invalid(
          "\"" + Texts.printable(id) + "\" cannot be a content id",
          "It has printable ASCII characters without white space and angle brackets; the HTML"
              + " names it behind cid:.");
    }
    return new FilePart(name, source, id);
  }

  /** What the HTML calls it, or null if it is attached. */
  public @Nullable String contentId() {
    return contentId;
  }

  MimeBodyPart toBodyPart() throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(source));
    ContentType type = new ContentType(source.getContentType());
    ParameterList parameters = type.getParameterList();
    parameters = parameters == null ? new ParameterList() : parameters;
    parameters.set("name", name, "UTF-8");
    type.setParameterList(parameters);
    part.setHeader("Content-Type", type.toString());
    part.setHeader("Content-Transfer-Encoding", "base64");
    ParameterList names = new ParameterList();
    names.set("filename", name, "UTF-8");
    String shown = contentId == null ? MimeBodyPart.ATTACHMENT : MimeBodyPart.INLINE;
    part.setHeader("Content-Disposition", new ContentDisposition(shown, names).toString());
    if (contentId != null) {
      part.setContentID("<" + contentId + ">");
    }
    return part;
  }

  private static String checkedName(String name) {
    if (name.isBlank()) {
      throw Texts.invalid("A file of the message has no name", "Give it one.");
    }
    return Texts.oneLine("file name", name);
  }

  private static String type(String name, @Nullable String given) {
    if (given == null) {
      return typeByName(name);
    }
    try {
      String type = new ContentType(Texts.oneLine("content type", given)).toString();
      if (isComposite(type)) {
        throw Texts.invalid(
            "The file \"" + name + "\" cannot be attached as " + given,
            "Parts of this type must not be encoded (RFC 2045 section 6.4); attach it as "
                + ANY
                + ".");
      }
      return type;
    } catch (ParseException e) {
      throw Texts.invalid(
          "\"" + given + "\" is not a content type", "Write it as application/pdf.");
    }
  }

  /** By the JDK's own table, which is the same on every machine; only the ending matters. */
  private static String typeByName(String name) {
    int ending = name.lastIndexOf('.');
    String type =
        ending < 0 ? null : URLConnection.guessContentTypeFromName("x" + name.substring(ending));
    return type == null || isComposite(type) ? ANY : type;
  }

  private static boolean isComposite(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("message/") || lower.startsWith("multipart/");
  }
}
