@NullMarked
package io.kanhu.alerting.episode;

import org.jspecify.annotations.NullMarked;
