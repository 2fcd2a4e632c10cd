export { createPictures, type Pictures, type StoredPicture } from './pictures';
