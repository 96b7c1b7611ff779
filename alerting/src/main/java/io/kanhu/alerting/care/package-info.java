/** What the office sets for single people and areas: where somebody is expected to be, when to leave them in peace, which bands are in the workshop. */
@NullMarked
package io.kanhu.alerting.care;

import org.jspecify.annotations.NullMarked;
