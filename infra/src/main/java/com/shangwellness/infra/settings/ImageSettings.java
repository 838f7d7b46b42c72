package com.shangwellness.infra.settings;

/**
 * What the image repository keeps.
 *
 * @param keep how many images, the newest first
 * @param untaggedDays how long an image without a tag stays
 */
public record ImageSettings(int keep, int untaggedDays) {

  static ImageSettings from(Section section) {
    return new ImageSettings(
        section.number("keep", 10, 1000), section.number("untaggedDays", 1, 365));
  }
}
