package dev.mailconnector.interop;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as the servers have stored it: their own header fields on top, LF as line end.
 *
 * @param text the bytes of the file as ISO 8859-1
 */
record DeliveredMessage(String text) {
  private static final Pattern ADDED_ON_TOP =
      Pattern.compile(
          "\\A(?:(?:Return-Path|X-Original-To|Delivered-To|Received):.*\\n(?:[ \\t].*\\n)*)*");
  private static final Pattern SENDER = Pattern.compile("\\(Authenticated sender: ([^)]*)\\)");

  boolean isFor(String recipient) {
    return text.contains("\nX-Original-To: " + recipient + "\n");
  }

  /** Who logged in, as Postfix heard it; empty where nobody did. */
  String sender() {
    Matcher logged = SENDER.matcher(text);
    return logged.find() ? logged.group(1) : "";
  }

  /** All below the header fields of the servers. */
  String content() {
    return ADDED_ON_TOP.matcher(text).replaceFirst("");
  }
}
